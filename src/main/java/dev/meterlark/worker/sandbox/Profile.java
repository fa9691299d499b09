package dev.meterlark.worker.sandbox;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What every sandbox is held by, as an OCI configuration. The controls C1 to C20 of the design
 * stand here and nowhere else.
 */
final class Profile {

    static final int USER = 1051;
    static final String TASK = "/var/task";
    static final String TMP = "/tmp";

    private static final List<String> MASKED =
            Stream.of(
                            "acpi asound buddyinfo cmdline config.gz diskstats interrupts kallsyms"
                                    + " kcore keys key-users kmsg kpagecgroup kpagecount kpageflags"
                                    + " latency_stats locks modules mtrr pagetypeinfo partitions"
                                    + " pressure sched_debug schedstat scsi slabinfo softirqs swaps"
                                    + " timer_list timer_stats vmallocinfo zoneinfo")
                    .flatMap(names -> Stream.of(names.split(" ")))
                    .map(name -> "/proc/" + name)
                    .toList();

    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private static final List<String> NAMESPACES =
            List.of("user", "pid", "ipc", "uts", "mount", "cgroup");

    private final SandboxProperties properties;
    private final Path devices;
    private final Map<String, Object> filter;

    Profile(SandboxProperties properties, Path devices) throws IOException {
        this.properties = properties;
        this.devices = devices;
        this.filter = SystemCallFilter.profile(System.getProperty("os.arch"));
    }

    /**
     * What one sandbox has of its own.
     *
     * @param code null for a blank one
     * @param quiet whether it computes only when nobody else wants to
     */
    record Sandboxed(
            RuntimeImage image,
            @Nullable Path code,
            List<String> command,
            List<String> environment,
            List<ReadOnlyMount> mounts,
            Limits limits,
            boolean quiet,
            int firstHostId,
            Path network,
            Cgroup cgroup) {}

    Map<String, Object> configuration(Sandboxed sandbox) {
        return Map.of(
                "ociVersion",
                "1.0.2",
                "process",
                process(sandbox),
                "root",
                Map.of("path", sandbox.image().rootfs().toString(), "readonly", true),
                "hostname",
                "sandbox",
                "mounts",
                mounts(sandbox),
                "linux",
                linux(sandbox));
    }

    private Map<String, Object> process(Sandboxed sandbox) {
        Map<String, Object> process = new LinkedHashMap<>();
        process.put("terminal", false);
        process.put("user", Map.of("uid", USER, "gid", USER));
        process.put("args", sandbox.command());
        process.put("env", sandbox.environment());
        process.put("cwd", sandbox.code() == null ? "/" : TASK);
        List<String> none = List.of();
        process.put(
                "capabilities",
                Map.of(
                        "bounding", none,
                        "effective", none,
                        "inheritable", none,
                        "permitted", none,
                        "ambient", none));
        process.put("noNewPrivileges", true);
        // When the machine itself runs short, sandboxes go before the platform.
        process.put("oomScoreAdj", 900);
        process.put("rlimits", rlimits(sandbox));
        return process;
    }

    private List<Map<String, Object>> rlimits(Sandboxed sandbox) {
        // Of a blank one it is lowered later: raising a limit takes a right we may not have.
        long largestFile =
                sandbox.code() == null
                        ? properties.tmp().toBytes()
                        : tmpBytes(sandbox.limits().memoryMiB());
        return List.of(
                // Not 0: that forbids files, but a handler that cores are piped to runs all the
                // same,
                // as root of the machine. At 1 the kernel starts none.
                rlimit("CORE", 1),
                rlimit("FSIZE", largestFile),
                rlimit("MEMLOCK", 64 * 1024),
                rlimit("MSGQUEUE", 0),
                rlimit("NICE", 0),
                rlimit("NOFILE", properties.openFiles()),
                rlimit("NPROC", properties.processes()),
                rlimit("RTPRIO", 0),
                rlimit("SIGPENDING", 1024),
                rlimit("STACK", 8 * 1024 * 1024));
    }

    private static Map<String, Object> rlimit(String name, long value) {
        return Map.of("type", "RLIMIT_" + name, "soft", value, "hard", value);
    }

    private List<Map<String, Object>> mounts(Sandboxed sandbox) {
        List<Map<String, Object>> mounts = new ArrayList<>();
        mounts.add(mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev", "hidepid=2"));
        mounts.add(mount("/dev", "bind", devices.toString(), "bind", "ro", "nosuid", "noexec"));
        mounts.add(memory("/dev/shm", properties.sharedMemory().toBytes(), 1024, "noexec"));
        long tmp = tmpBytes(sandbox.limits().memoryMiB());
        mounts.add(memory(TMP, tmp, properties.tmpFiles()));
        for (ReadOnlyMount shown : sandbox.image().mounts()) {
            mounts.add(readOnly(shown));
        }
        sandbox.mounts().forEach(shown -> mounts.add(readOnly(shown)));
        Path code = sandbox.code();
        if (code != null) {
            mounts.add(readOnly(new ReadOnlyMount(code, TASK)));
        }
        return mounts;
    }

    long tmpBytes(int memoryMiB) {
        return Math.min(properties.tmp().toBytes(), memoryMiB * 1024L * 1024 / 2);
    }

    private static Map<String, Object> memory(
            String destination, long bytes, int files, String... more) {
        Stream<String> options =
                Stream.of("nosuid", "nodev", "mode=1777", "size=" + bytes, "nr_inodes=" + files);
        return mount(
                destination,
                "tmpfs",
                "tmpfs",
                Stream.concat(options, Stream.of(more)).toArray(String[]::new));
    }

    private static Map<String, Object> readOnly(ReadOnlyMount shown) {
        return mount(
                shown.destination(),
                "bind",
                shown.source().toString(),
                "bind",
                "ro",
                "nosuid",
                "nodev",
                "private");
    }

    private static Map<String, Object> mount(
            String destination, String type, String source, String... options) {
        return Map.of(
                "destination",
                destination,
                "type",
                type,
                "source",
                source,
                "options",
                List.of(options));
    }

    private Map<String, Object> linux(Sandboxed sandbox) {
        var ids =
                List.of(
                        Map.of(
                                "containerID",
                                0,
                                "hostID",
                                sandbox.firstHostId(),
                                "size",
                                HostIds.RANGE));
        return Map.of(
                "uidMappings",
                ids,
                "gidMappings",
                ids,
                "namespaces",
                namespaces(sandbox.network()),
                "cgroupsPath",
                sandbox.cgroup().path(),
                "resources",
                resources(sandbox),
                "rootfsPropagation",
                "private",
                "maskedPaths",
                MASKED,
                "readonlyPaths",
                READ_ONLY,
                "seccomp",
                filter);
    }

    private static List<Map<String, Object>> namespaces(Path network) {
        List<Map<String, Object>> namespaces = new ArrayList<>();
        NAMESPACES.forEach(type -> namespaces.add(Map.of("type", type)));
        namespaces.add(Map.of("type", "network", "path", network.toString()));
        return namespaces;
    }

    private Map<String, Object> resources(Sandboxed sandbox) {
        Limits limits = sandbox.limits();
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("limit", limits.memoryBytes());
        if (sandbox.cgroup().limitsSwap()) {
            memory.put("swap", limits.memoryBytes());
        }
        return Map.of(
                "memory",
                memory,
                "pids",
                Map.of("limit", properties.processes()),
                "cpu",
                Map.of(
                        "shares",
                        sandbox.quiet() ? Limits.LEAST_SHARES : limits.cpuShares(),
                        "quota",
                        limits.cpuQuotaMicros(),
                        "period",
                        Limits.CPU_PERIOD_MICROS),
                "unified",
                sandbox.cgroup().unifiedLimits(),
                "devices",
                devices());
    }

    private static List<Map<String, Object>> devices() {
        List<Map<String, Object>> rules = new ArrayList<>();
        rules.add(Map.of("allow", false, "access", "rwm"));
        for (int minor : new int[] {3, 5, 7, 8, 9}) {
            rules.add(
                    Map.of("allow", true, "type", "c", "major", 1, "minor", minor, "access", "rw"));
        }
        return rules;
    }
}
