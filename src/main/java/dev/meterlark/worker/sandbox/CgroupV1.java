package dev.meterlark.worker.sandbox;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One group in each of several hierarchies; killing and ending as a whole are ours to do. */
final class CgroupV1 implements Cgroup {

    private final String path;
    private final Map<String, Path> mounts;
    private final UseFiles files =
            new UseFiles(
                    () -> KeptFile.open(file("cpuacct", "cpuacct.usage")),
                    () -> KeptFile.open(file("memory", "memory.max_usage_in_bytes")));

    /**
     * @param mounts where each controller is mounted
     */
    CgroupV1(String path, Map<String, Path> mounts) {
        this.path = path;
        this.mounts = mounts;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Map<String, String> unifiedLimits() {
        return Map.of();
    }

    @Override
    public boolean limitsSwap() {
        Path memory = mounts.get("memory");
        return memory != null && Files.exists(memory.resolve("memory.memsw.limit_in_bytes"));
    }

    @Override
    public void limit(Limits limits) throws IOException {
        limitMemory(limits.memoryBytes());
        CgroupFiles.write(file("cpu", "cpu.cfs_quota_us"), String.valueOf(limits.cpuQuotaMicros()));
    }

    @Override
    public void share(Limits limits) throws IOException {
        CgroupFiles.write(file("cpu", "cpu.shares"), String.valueOf(limits.cpuShares()));
    }

    /** What memory and swap may take together is never less than what memory may. */
    private void limitMemory(long bytes) throws IOException {
        Path memory = file("memory", "memory.limit_in_bytes");
        Path together = file("memory", "memory.memsw.limit_in_bytes");
        boolean grows = bytes > CgroupFiles.number(memory);
        if (limitsSwap() && grows) {
            CgroupFiles.write(together, String.valueOf(bytes));
        }
        CgroupFiles.write(memory, String.valueOf(bytes));
        if (limitsSwap() && !grows) {
            CgroupFiles.write(together, String.valueOf(bytes));
        }
    }

    @Override
    public void forgetPeak() throws IOException {
        CgroupFiles.write(file("memory", "memory.max_usage_in_bytes"), "0");
    }

    @Override
    public void freeze() throws IOException {
        CgroupFiles.write(file("freezer", "freezer.state"), "FROZEN");
    }

    @Override
    public void thaw() throws IOException {
        CgroupFiles.write(file("freezer", "freezer.state"), "THAWED");
    }

    @Override
    public List<Integer> processes() throws IOException {
        return CgroupFiles.processes(file("freezer", ""));
    }

    @Override
    public void kill() throws IOException {
        for (int pid : processes()) {
            Kernel.kill(pid);
        }
        // A frozen process dies only when it may run again.
        if (Files.exists(file("freezer", "freezer.state"))) {
            thaw();
        }
    }

    @Override
    public long outOfMemoryKills() throws IOException {
        return CgroupFiles.number(file("memory", "memory.oom_control"), "oom_kill");
    }

    @Override
    public ResourceUse use() throws IOException {
        return files.read((cpu, peak) -> new ResourceUse(cpu.number() / 1000, peak.number()));
    }

    @Override
    public void close() {
        files.close();
    }

    @Override
    public @Nullable MemoryAlarm memoryAlarm() throws IOException {
        return MemoryAlarm.of(file("memory", ""));
    }

    @Override
    public List<Path> folders() {
        return mounts.values().stream().distinct().map(this::below).toList();
    }

    private Path file(String controller, String name) throws IOException {
        Path mount = mounts.get(controller);
        if (mount == null) {
            throw new IOException("the machine has no cgroup controller " + controller);
        }
        return below(mount).resolve(name);
    }

    private Path below(Path mount) {
        return mount.resolve(path.substring(1));
    }
}
