package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.worker.ControlReading;
import dev.meterlark.worker.sandbox.controls.Controls;
import dev.meterlark.worker.sandbox.controls.Inside;
import dev.meterlark.worker.sandbox.controls.Machine;
import dev.meterlark.worker.sandbox.controls.Outside;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads from a sandbox that does nothing but look around which controls hold on this node. */
final class LookingAround {

    private static final String SCRIPT = "/sandbox/look-around.sh";
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final List<String> NAMESPACES =
            List.of("user", "pid", "net", "ipc", "uts", "mnt", "cgroup", "time");
    private static final List<String> LIMITS =
            List.of(
                    "memory.max",
                    "memory.limit_in_bytes",
                    "memory.swap.max",
                    "memory.memsw.limit_in_bytes",
                    "pids.max",
                    "cpu.weight",
                    "cpu.shares",
                    "cpu.max",
                    "cpu.cfs_quota_us");

    private final Launcher launcher;
    private final Trials trials;

    LookingAround(Launcher launcher, Trials trials) {
        this.launcher = launcher;
        this.trials = trials;
    }

    List<ControlReading> read(RuntimeImage provided) throws NoSandboxException, IOException {
        List<String> command = List.of("/bin/sh", "-c", script());
        var image =
                new RuntimeImage(
                        provided.offer(), provided.rootfs(), provided.mounts(), _ -> command);
        OciSandbox sandbox = trials.start(launcher, image);
        Inside inside;
        Map<String, String> limits;
        String ids;
        try {
            inside = listen(sandbox);
            limits = limits(sandbox);
            ids = ids(sandbox.pid());
        } finally {
            sandbox.close();
        }
        var outside =
                new Outside(
                        namespaces(),
                        ids,
                        limits,
                        left(sandbox),
                        floorWarning(),
                        launcher.ways().grant());
        return Controls.read(inside, outside, Machine.read());
    }

    private static String script() throws IOException {
        try (InputStream in = LookingAround.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IOException("missing resource " + SCRIPT);
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private Inside listen(OciSandbox sandbox) throws NoSandboxException {
        long deadline = System.nanoTime() + trials.timeout().toNanos();
        var printed = new StringBuilder();
        Inside inside;
        do {
            if (System.nanoTime() - deadline > 0 || sandbox.exit().isDone()) {
                throw new NoSandboxException(
                        "The trial sandbox did not say all it sees; it said: " + printed);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            printed.append(new String(sandbox.takePrinted().bytes(), UTF_8));
            inside = Inside.parse(printed.toString());
        } while (!inside.isWhole());
        return inside;
    }

    static Map<String, String> limits(OciSandbox sandbox) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Path group : sandbox.groups()) {
            for (String name : LIMITS) {
                Path file = group.resolve(name);
                if (Files.exists(file)) {
                    found.put(name, Files.readString(file, UTF_8).strip());
                }
            }
        }
        return found;
    }

    private static String ids(int pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid)), UTF_8).stream()
                .filter(line -> line.startsWith("Uid:") || line.startsWith("Gid:"))
                .map(line -> line.split("\\s+"))
                .map(words -> words[0].toLowerCase(Locale.ROOT) + words[1])
                .reduce("", (all, each) -> (all + " " + each).strip());
    }

    private static Map<String, String> namespaces() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String name : NAMESPACES) {
            Path link = Path.of("/proc/self/ns", name);
            if (Files.isSymbolicLink(link)) {
                found.put(name, Files.readSymbolicLink(link).toString());
            }
        }
        return found;
    }

    private List<String> left(OciSandbox sandbox) throws IOException {
        List<String> left = new ArrayList<>();
        sandbox.groups().stream().filter(Files::exists).map(Path::toString).forEach(left::add);
        Files.readAllLines(Path.of("/proc/self/mountinfo"), UTF_8).stream()
                .filter(line -> line.contains(sandbox.id()))
                .forEach(left::add);
        Path bundle = launcher.folder().sandboxes().resolve(sandbox.id());
        Path record = launcher.runtime().recordOf(sandbox.id());
        for (Path file : List.of(bundle, record, Path.of("/proc/" + sandbox.pid()))) {
            if (Files.exists(file)) {
                left.add(file.toString());
            }
        }
        return left;
    }

    private String floorWarning() {
        OciRuntime runtime = launcher.runtime();
        return RuntimeFloor.warning(runtime.name(), runtime.version());
    }
}
