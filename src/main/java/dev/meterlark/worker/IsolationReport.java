package dev.meterlark.worker;

/**
 * What keeps tenants apart on this node.
 *
 * @param tier {@code T1}, or {@code none} when no OCI runtime works
 * @param runtime name and version of the OCI runtime, or what was tried
 * @param explanation for people: what holds, or why nothing does and what to install
 */
public record IsolationReport(String tier, String runtime, String explanation) {

    public boolean available() {
        return !tier.equals("none");
    }
}
