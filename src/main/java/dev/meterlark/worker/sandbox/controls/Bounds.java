package dev.meterlark.worker.sandbox.controls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How much a sandbox may take. */
final class Bounds {

    /** Names in /proc/self/limits and the most that each may be; -1: anything but no limit. */
    private static final Map<String, Long> LIMITS =
            Map.of(
                    "Max core file size", 1L,
                    "Max file size", -1L,
                    "Max processes", -1L,
                    "Max open files", -1L,
                    "Max locked memory", 64L << 10,
                    "Max msgqueue size", 0L,
                    "Max nice priority", 0L,
                    "Max realtime priority", 0L,
                    "Max stack size", 8L << 20);

    private Bounds() {}

    static Verdict memory(Outside outside) {
        String limit = outside.limit("memory.max", "memory.limit_in_bytes");
        String swap = outside.limit("memory.swap.max", "memory.memsw.limit_in_bytes");
        boolean swapless = swap.equals("0") || swap.equals(limit) && !limit.isEmpty();
        boolean bounded = limit.matches("\\d{1,15}"); // version 1 writes no limit as 2^63
        String said = swap.isEmpty() ? "cannot be limited here" : swap;
        return Verdict.of(
                bounded && (swapless || swap.isEmpty()),
                "%s bytes; with swap: %s".formatted(limit, said));
    }

    static Verdict processes(Outside outside) {
        String most = outside.limit("pids.max");
        return Verdict.of(most.matches("\\d+"), "pids.max " + most);
    }

    static Verdict cpu(Outside outside) {
        String share = outside.limit("cpu.weight", "cpu.shares");
        String quota = outside.limit("cpu.max", "cpu.cfs_quota_us");
        return Verdict.of(
                share.matches("\\d+") && quota.matches("\\d.*"),
                "share %s, quota %s of 100000".formatted(share, quota));
    }

    static Verdict disk(Inside inside) {
        List<String> writable = new ArrayList<>();
        for (String line : inside.lines("mounts")) {
            String[] words = line.split(" ");
            boolean inMemory = words[2].equals("tmpfs") || words[2].equals("proc");
            if ((words[3] + ",").startsWith("rw,") && !inMemory) {
                writable.add(words[1] + " (" + words[2] + ")");
            }
        }
        return Verdict.of(
                writable.isEmpty(),
                writable.isEmpty()
                        ? "all that can be written is in memory"
                        : "on a disk: " + String.join(", ", writable));
    }

    static Verdict limits(Inside inside) {
        List<String> loose = new ArrayList<>();
        LIMITS.forEach(
                (name, most) -> {
                    String[] values = inside.value("limits", name + " ").split("\\s+");
                    if (!isWithin(values[0], most) || !values[0].equals(values[1])) {
                        loose.add("%s is %s".formatted(name, values[0]));
                    }
                });
        return Verdict.of(
                loose.isEmpty(),
                loose.isEmpty()
                        ? "%d set, none can be raised".formatted(LIMITS.size())
                        : String.join(", ", loose));
    }

    private static boolean isWithin(String value, long most) {
        return value.matches("\\d+") && (most < 0 || Long.parseLong(value) <= most);
    }

    static Verdict temporary(Inside inside) {
        String mount = inside.mount("/tmp");
        boolean bounded = mount.contains("size=") && mount.contains("nr_inodes=");
        boolean safe = mount.startsWith("tmpfs") && mount.contains("nosuid,nodev");
        return Verdict.of(bounded && safe, mount.isEmpty() ? "it is no mount" : mount);
    }
}
