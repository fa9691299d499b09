package dev.meterlark.worker.sandbox;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Upstream versions of OCI runtimes below which a known way out of a container is open. A
 * distribution may have closed it in an older one: this warns, it does not decide.
 */
final class RuntimeFloor {

    private record Floor(List<Integer> version, String closes) {}

    private static final Map<String, Floor> FLOORS =
            Map.of(
                    "runc",
                    new Floor(
                            List.of(1, 2, 8), "CVE-2025-31133, CVE-2025-52565 and CVE-2025-52881"),
                    "crun",
                    new Floor(List.of(1, 14, 1), "what CVE-2024-21626 was for runc"));

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

    private RuntimeFloor() {}

    /** One sentence, or nothing when the version is at or above the floor. */
    static String warning(String runtime, String versionLine) {
        Floor floor = FLOORS.get(runtime);
        Matcher version = VERSION.matcher(versionLine);
        if (floor == null || !version.find() || !below(version, floor.version)) {
            return "";
        }
        return ("%s is older than %s, the first upstream version that closes %s; check that your"
                        + " distribution has mended it.")
                .formatted(
                        versionLine,
                        String.join(".", floor.version.stream().map(String::valueOf).toList()),
                        floor.closes);
    }

    private static boolean below(Matcher version, List<Integer> floor) {
        for (int i = 0; i < floor.size(); i++) {
            String part = version.group(i + 1);
            int compared = Integer.compare(part == null ? 0 : Integer.parseInt(part), floor.get(i));
            if (compared != 0) {
                return compared < 0;
            }
        }
        return false;
    }
}
