package dev.meterlark.invocation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is moved. */
public final class ManualClock implements InstantSource {

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    public synchronized void forward(Duration by) {
        now = now.plus(by);
    }
}
