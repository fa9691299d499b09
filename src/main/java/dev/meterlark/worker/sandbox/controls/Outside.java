package dev.meterlark.worker.sandbox.controls;

import java.util.List;
import java.util.Map;

/**
 * What the platform saw of the trial sandbox from the machine's side.
 *
 * @param namespaces the platform's own, by name
 * @param ids the user and group ids of its first process on the machine
 * @param limits of its control group, as file and value
 * @param left what was there of it after it was removed
 * @param runtimeWarning of the OCI runtime's version; empty when there is none
 * @param egress how a network can be granted here, or why not
 */
public record Outside(
        Map<String, String> namespaces,
        String ids,
        Map<String, String> limits,
        List<String> left,
        String runtimeWarning,
        Grant egress) {

    public Outside {
        namespaces = Map.copyOf(namespaces);
        limits = Map.copyOf(limits);
        left = List.copyOf(left);
    }

    /** Whether functions may have a network on this node. */
    public record Grant(boolean possible, String explanation) {}

    /** The first of these files that the control group has. */
    String limit(String... files) {
        for (String file : files) {
            String value = limits.get(file);
            if (value != null) {
                return value;
            }
        }
        return "";
    }
}
