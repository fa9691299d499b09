package dev.meterlark.invocation;

/** Why an attempt is stopped before its end, and so who pays for what it had. */
public enum GivenUp {
    /** Its account wants it no more, and pays: else computing would be free for who cancels. */
    CANCELLED,
    /** The platform lets it go, for free. */
    LET_GO
}
