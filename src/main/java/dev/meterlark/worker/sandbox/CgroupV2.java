package dev.meterlark.worker.sandbox;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One group in the one hierarchy; the kernel kills and ends it as a whole. */
final class CgroupV2 implements Cgroup {

    private final String path;
    private final Path folder;
    private final UseFiles files =
            new UseFiles(() -> KeptFile.open(file("cpu.stat")), () -> KeptFile.open(peakFile()));

    CgroupV2(String path, Path mount) {
        this.path = path;
        this.folder = mount.resolve(path.substring(1));
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Map<String, String> unifiedLimits() {
        return Map.of("memory.oom.group", "1");
    }

    @Override
    public boolean limitsSwap() {
        return true;
    }

    @Override
    public void limit(Limits limits) throws IOException {
        CgroupFiles.write(folder.resolve("memory.max"), String.valueOf(limits.memoryBytes()));
        CgroupFiles.write(
                folder.resolve("cpu.max"),
                "%d %d".formatted(limits.cpuQuotaMicros(), Limits.CPU_PERIOD_MICROS));
    }

    @Override
    public void share(Limits limits) throws IOException {
        CgroupFiles.write(folder.resolve("cpu.weight"), String.valueOf(limits.cpuWeight()));
    }

    /** The kernel counts anew only for who wrote, by a descriptor kept open: not worth one each. */
    @Override
    public void forgetPeak() {}

    @Override
    public void freeze() throws IOException {
        CgroupFiles.write(folder.resolve("cgroup.freeze"), "1");
    }

    @Override
    public void thaw() throws IOException {
        CgroupFiles.write(folder.resolve("cgroup.freeze"), "0");
    }

    @Override
    public List<Integer> processes() throws IOException {
        return CgroupFiles.processes(folder);
    }

    @Override
    public void kill() throws IOException {
        Path switchFile = folder.resolve("cgroup.kill");
        if (Files.exists(switchFile)) {
            CgroupFiles.write(switchFile, "1");
            return;
        }
        // Before Linux 5.14. SIGKILL wakes what is frozen here.
        for (int pid : processes()) {
            Kernel.kill(pid);
        }
    }

    @Override
    public long outOfMemoryKills() throws IOException {
        return CgroupFiles.number(folder.resolve("memory.events"), "oom_kill");
    }

    @Override
    public ResourceUse use() throws IOException {
        return files.read(
                (cpu, peak) -> new ResourceUse(cpu.firstNumber("usage_usec"), peak.number()));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** Before Linux 5.19 there is no peak. */
    private Path peakFile() {
        Path peak = file("memory.peak");
        return Files.exists(peak) ? peak : file("memory.current");
    }

    @Override
    public void close() {
        files.close();
    }

    @Override
    public @Nullable MemoryAlarm memoryAlarm() {
        return null;
    }

    @Override
    public List<Path> folders() {
        return List.of(folder);
    }
}
