package dev.meterlark.worker.sandbox.controls;

import java.util.List;

/** Which files are there, and which can be changed. */
final class FilesSeen {

    private static final List<String> MAY_BE_WRITTEN = List.of("/tmp/x", "/dev/shm/x");
    private static final List<String> DEVICES =
            List.of(
                    "fd", "full", "null", "random", "shm", "stderr", "stdin", "stdout", "urandom",
                    "zero");

    private FilesSeen() {}

    static Verdict root(Inside inside) {
        List<String> written =
                inside.lines("written").stream()
                        .filter(file -> !MAY_BE_WRITTEN.contains(file))
                        .filter(file -> !file.startsWith("/proc/"))
                        .toList();
        String mount = inside.mount("/");
        return Verdict.of(
                written.isEmpty() && isReadOnly(mount),
                written.isEmpty() ? mount : "could be written: " + String.join(", ", written));
    }

    static Verdict code(Inside inside) {
        String mount = inside.mount("/var/task");
        boolean safe = mount.contains("nosuid,nodev");
        return Verdict.of(isReadOnly(mount) && safe, mount);
    }

    private static boolean isReadOnly(String mount) {
        return mount.matches("\\S+ ro,.*");
    }

    static Verdict devices(Inside inside) {
        List<String> seen = inside.lines("devices");
        return Verdict.of(seen.equals(DEVICES), String.join(", ", seen));
    }

    static Verdict processes(Inside inside) {
        List<String> open = inside.lines("unmasked");
        List<String> written =
                inside.lines("written").stream().filter(f -> f.startsWith("/proc/")).toList();
        boolean hidden = inside.mount("/proc").contains("hidepid=");
        return Verdict.of(
                open.isEmpty() && written.isEmpty() && hidden,
                open.isEmpty() && written.isEmpty()
                        ? inside.mount("/proc")
                        : "can be read: %s; can be written: %s"
                                .formatted(String.join(" ", open), String.join(" ", written)));
    }

    static Verdict system(Inside inside) {
        List<String> mounted =
                inside.lines("mounts").stream()
                        .filter(line -> line.matches("\\S+ \\S+ (sysfs|cgroup2?) .*"))
                        .toList();
        return Verdict.of(
                mounted.isEmpty(),
                mounted.isEmpty() ? "neither is mounted" : String.join("; ", mounted));
    }
}
