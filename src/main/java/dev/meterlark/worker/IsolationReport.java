package dev.meterlark.worker;

import java.util.List;

/**
 * What keeps tenants apart on this node.
 *
 * @param tier {@code T1}, or {@code none} when no OCI runtime works
 * @param runtime name and version of the OCI runtime, or what was tried
 * @param explanation for people: what holds, or why nothing does and what to install
 * @param controls what a trial sandbox and the machine show of each control; empty until they have
 *     been looked at, a moment after the start
 */
public record IsolationReport(
        String tier, String runtime, String explanation, List<ControlReading> controls) {

    public IsolationReport {
        controls = List.copyOf(controls);
    }

    public IsolationReport(String tier, String runtime, String explanation) {
        this(tier, runtime, explanation, List.of());
    }

    public boolean available() {
        return !tier.equals("none");
    }

    public IsolationReport with(List<ControlReading> read) {
        return new IsolationReport(tier, runtime, explanation, read);
    }
}
