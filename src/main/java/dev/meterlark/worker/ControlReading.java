package dev.meterlark.worker;

/**
 * Whether one control of the sandbox holds on this node, as the machine itself shows it.
 *
 * @param control {@code C1} to {@code C28}, as in docs/isolation.md
 * @param reading what was seen
 * @param explanation what the control is for, and what to do where it does not hold
 */
public record ControlReading(
        String control, String title, Holds holds, String reading, String explanation) {

    /** What a reading says of its control. */
    public enum Holds {
        YES("yes"),
        NO("no"),
        UNKNOWN("unknown"),
        NOT_APPLICABLE("not-applicable");

        private final String text;

        Holds(String text) {
            this.text = text;
        }

        /** As it stands in JSON and on pages. */
        public String text() {
            return text;
        }
    }
}
