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

    private record Floor(List<List<Integer>> versions, String closes) {}

    /** One version for each line that got the fix; an older line never did. */
    private static final Map<String, Floor> FLOORS =
            Map.of(
                    "runc",
                    new Floor(
                            List.of(List.of(1, 2, 8), List.of(1, 3, 3)),
                            "CVE-2025-31133, CVE-2025-52565 and CVE-2025-52881"),
                    "crun",
                    new Floor(
                            List.of(List.of(1, 14, 1)),
                            "for crun what CVE-2024-21626 was for runc"));

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

    private RuntimeFloor() {}

    /** One sentence, or nothing when the version is at or above the floor. */
    static String warning(String runtime, String versionLine) {
        Floor floor = FLOORS.get(runtime);
        Matcher version = VERSION.matcher(versionLine);
        if (floor == null || !version.find()) {
            return "";
        }
        List<Integer> needed = floor.versions.getFirst();
        for (List<Integer> line : floor.versions) {
            if (compare(version, line, 2) >= 0) {
                needed = line;
            }
        }
        if (compare(version, needed, 3) >= 0) {
            return "";
        }
        return ("%s is older than %s, the first upstream version that closes %s; check that your"
                        + " distribution has mended it.")
                .formatted(versionLine, dotted(needed), floor.closes);
    }

    private static int compare(Matcher version, List<Integer> floor, int parts) {
        for (int i = 0; i < parts; i++) {
            String part = version.group(i + 1);
            int compared = Integer.compare(part == null ? 0 : Integer.parseInt(part), floor.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private static String dotted(List<Integer> version) {
        return String.join(".", version.stream().map(String::valueOf).toList());
    }
}
