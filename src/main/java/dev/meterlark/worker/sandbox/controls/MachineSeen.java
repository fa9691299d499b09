package dev.meterlark.worker.sandbox.controls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What lies outside the sandbox and still decides how well it holds. */
final class MachineSeen {

    private static final String ALL_BUT_NOTHING = "2"; // Seccomp: 2 is a filter

    private MachineSeen() {}

    static Verdict filter(Inside inside) {
        String mode = inside.value("status", "Seccomp:");
        String filters = inside.value("status", "Seccomp_filters:");
        return Verdict.of(
                mode.equals(ALL_BUT_NOTHING), "Seccomp %s, filters %s".formatted(mode, filters));
    }

    /** The filter names one architecture; the kernel refuses the others. */
    static Verdict foreign(Inside inside) {
        String mode = inside.value("status", "Seccomp:");
        return Verdict.of(
                mode.equals(ALL_BUT_NOTHING),
                "the filter allows calls of %s only".formatted(System.getProperty("os.arch")));
    }

    static Verdict teardown(Outside outside) {
        return Verdict.of(
                outside.left().isEmpty(),
                outside.left().isEmpty()
                        ? "0 processes, mounts, files and control groups left of the trial sandbox"
                        : "left: " + String.join(", ", outside.left()));
    }

    static Verdict reuse() {
        return Verdict.unknown("a rule of the pool: its tests show it, the machine cannot");
    }

    static Verdict runtime(Outside outside) {
        return outside.runtimeWarning().isEmpty()
                ? Verdict.of(true, "at or above the floor")
                : Verdict.unknown(outside.runtimeWarning());
    }

    static Verdict hygiene(Machine machine) {
        List<String> open =
                machine.vulnerabilities().entrySet().stream()
                        .filter(each -> each.getValue().startsWith("Vulnerable"))
                        .map(each -> each.getKey())
                        .toList();
        List<String> said = new ArrayList<>();
        said.add("hyper-threading " + onOff(machine.threadsPerCore()));
        said.add("page merging " + onOff(machine.mergedPages()));
        said.add("swap areas " + machine.swaps());
        said.add("microcode " + (machine.microcode().isEmpty() ? "not said" : machine.microcode()));
        said.add("open vulnerabilities: " + (open.isEmpty() ? "none" : String.join(", ", open)));
        boolean good =
                !machine.threadsPerCore().equals("1")
                        && List.of("", "0").contains(machine.mergedPages())
                        && machine.swaps() == 0
                        && open.isEmpty();
        return Verdict.of(good, String.join("; ", said));
    }

    private static String onOff(String value) {
        return switch (value) {
            case "" -> "not said";
            case "0" -> "off";
            default -> "on";
        };
    }

    static Verdict platform(Machine machine) {
        List<String> secrets =
                machine.environment().stream().filter(MachineSeen::looksSecret).sorted().toList();
        String uid = machine.status().getOrDefault("Uid", "").split("\\s+")[0];
        List<String> said = new ArrayList<>();
        said.add("uid " + uid + (uid.equals("0") ? ", because only root can make sandboxes" : ""));
        said.add("NoNewPrivs " + machine.status().getOrDefault("NoNewPrivs", "not said"));
        said.add(
                secrets.isEmpty()
                        ? "no secret among its variables"
                        : "secrets among its variables: " + String.join(", ", secrets));
        return Verdict.of(!uid.equals("0") && secrets.isEmpty(), String.join("; ", said));
    }

    private static boolean looksSecret(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Stream.of("PASSWORD", "SECRET", "TOKEN", "CREDENTIAL").anyMatch(upper::contains);
    }
}
