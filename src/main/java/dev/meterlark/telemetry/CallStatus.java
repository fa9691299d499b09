package dev.meterlark.telemetry;

/** How a call of the history ended. */
public enum CallStatus {
    SUCCEEDED,
    FAILED
}
