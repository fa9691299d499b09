package dev.meterlark.trigger;

import dev.meterlark.shared.RefusedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * One trigger's feed on this node: run again, with a pause that grows, for as long as it is held.
 */
final class RunningFeed {

    private static final Logger LOG = LoggerFactory.getLogger(RunningFeed.class);

    private final TriggerRow row;
    private final Kinds.Known<?> kind;
    private final Owned owned;
    private final TriggerReport report;
    private final TriggerProperties properties;

    RunningFeed(
            TriggerRow row,
            Kinds.Known<?> kind,
            Owned owned,
            TriggerReport report,
            TriggerProperties properties) {
        this.row = row;
        this.kind = kind;
        this.owned = owned;
        this.report = report;
        this.properties = properties;
    }

    TriggerRow row() {
        return row;
    }

    Owned owned() {
        return owned;
    }

    /** Blocks for as long as the trigger is held. */
    void run() {
        Duration pause = properties.firstRetry();
        try {
            while (owned.isHeld()) {
                long begun = System.nanoTime();
                boolean failed = !ranWell();
                boolean ranLong = System.nanoTime() - begun > properties.longestRetry().toNanos();
                pause = failed && !ranLong ? pause : properties.firstRetry();
                owned.pause(pause);
                pause = longer(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ranWell() throws InterruptedException {
        try {
            kind.feed(row, owned);
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (owned.isHeld()) {
                LOG.warn("feed of trigger {} ({}) failed; again later", row.id(), row.type(), e);
                report.failed(kind.trigger(row), text(e));
            }
            return false;
        }
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(properties.longestRetry()) < 0 ? twice : properties.longestRetry();
    }

    private static String text(Exception failure) {
        return failure instanceof RefusedException refusal
                ? refusal.publicText()
                : "the platform failed; it is tried again";
    }
}
