package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.IsolationReport;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * What boot found out.
 *
 * @param ready null when no sandbox can be made
 */
record Isolation(IsolationReport report, @Nullable Ready ready) {

    /** Ways to make sandboxes that have been tried. */
    record Ready(Launcher launcher, RuntimeImage provided, Trials trials, Path images) {}

    static Isolation none(String tried, String explanation) {
        return new Isolation(new IsolationReport("none", tried, explanation), null);
    }
}
