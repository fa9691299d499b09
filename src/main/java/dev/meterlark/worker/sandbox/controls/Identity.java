package dev.meterlark.worker.sandbox.controls;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who a sandboxed process is, and what it was given at its start. */
final class Identity {

    private static final List<String> OWN =
            List.of("user", "pid", "net", "ipc", "uts", "mnt", "cgroup");
    private static final List<String> SETS =
            List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb");

    private Identity() {}

    static Verdict namespaces(Inside inside, Outside outside) {
        List<String> shared =
                OWN.stream()
                        .filter(
                                name ->
                                        isShared(
                                                inside.value("namespaces", name + " "),
                                                name,
                                                outside))
                        .toList();
        boolean time = !isShared(inside.value("namespaces", "time "), "time", outside);
        return Verdict.of(
                shared.isEmpty(),
                shared.isEmpty()
                        ? "its own: %s%s".formatted(String.join(", ", OWN), time ? ", time" : "")
                        : "shared with the machine: " + String.join(", ", shared));
    }

    private static boolean isShared(String seen, String name, Outside outside) {
        return seen.isEmpty() || seen.equals(outside.namespaces().get(name));
    }

    static Verdict ids(Inside inside, Outside outside) {
        String[] map = String.join(" ", inside.lines("uids")).split(" +");
        boolean mapped = map.length == 3 && !map[1].equals("0");
        String user = inside.value("status", "Uid:").split("\\s+")[0];
        String groups = inside.value("status", "Groups:");
        boolean same = inside.lines("uids").equals(inside.lines("gids"));
        return Verdict.of(
                mapped && same && !user.equals("0") && groups.isEmpty(),
                "uid %s inside; %s on the machine; map %s"
                        .formatted(user, outside.ids(), String.join(" ", map)));
    }

    static Verdict capabilities(Inside inside) {
        List<String> left =
                SETS.stream()
                        .map(set -> set + " " + inside.value("status", set + ":"))
                        .filter(set -> !set.matches("\\w+ 0+"))
                        .toList();
        return Verdict.of(
                left.isEmpty(),
                left.isEmpty() ? "all five sets are empty" : String.join(", ", left));
    }

    static Verdict privileges(Inside inside) {
        String value = inside.value("status", "NoNewPrivs:");
        return Verdict.of(value.equals("1"), "NoNewPrivs " + value);
    }

    static Verdict descriptors(Inside inside) {
        List<String> open =
                inside.lines("descriptors").stream()
                        .filter(line -> line.contains(" -> "))
                        .map(line -> line.replaceFirst(".* (\\d+ -> )", "$1"))
                        .toList();
        boolean standard =
                open.stream().allMatch(line -> line.matches("[012] -> (/dev/null|pipe:.*)"));
        return Verdict.of(standard && !open.isEmpty(), String.join(", ", open));
    }

    static Verdict environment(Inside inside) {
        List<String> names = inside.lines("environment");
        List<String> others = names.stream().filter(name -> !isLambdas(name)).toList();
        return Verdict.of(
                others.isEmpty(),
                others.isEmpty()
                        ? "%d variables, all Lambda's".formatted(names.size())
                        : "not Lambda's: " + String.join(", ", others));
    }

    private static boolean isLambdas(String name) {
        return Stream.of("AWS_", "LAMBDA_").anyMatch(name::startsWith)
                || Set.of(
                                "_HANDLER",
                                "HOME",
                                "LANG",
                                "LD_LIBRARY_PATH",
                                "METERLARK_URL",
                                "PATH",
                                "TZ")
                        .contains(name);
    }

    static Verdict session(Inside inside) {
        List<String> lines = inside.lines("session");
        return Verdict.of(
                lines.size() == 1 && lines.getFirst().equals("1 0"),
                lines.contains("terminal")
                        ? "a terminal can be opened"
                        : "session and terminal: " + String.join(" ", lines));
    }
}
