package dev.meterlark.trigger;

import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
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
    private @Nullable String told;

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
                told = failed ? told : null;
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
                tell(e);
                report.failed(kind.trigger(row), text(e));
            }
            return false;
        }
    }

    /**
     * Once for one trouble, however often it is tried, until it goes well: an account's broker may
     * be away for days. What is the platform's own comes with where it was.
     */
    private void tell(Exception failure) {
        String text =
                failure instanceof RefusedException refusal
                        ? refusal.publicText()
                        : failure.toString();
        if (text.equals(told)) {
            LOG.debug("feed of trigger {} ({}) failed again: {}", row.id(), row.type(), text);
            return;
        }
        told = text;
        if (failure instanceof RefusedException) {
            LOG.warn(
                    "feed of trigger {} ({}) does not work, and is tried until it does: {}",
                    row.id(),
                    row.type(),
                    String.valueOf(failure.getMessage()).replaceAll("\\s+", " "));
        } else {
            LOG.warn(
                    "feed of trigger {} ({}) failed, and is tried until it does not",
                    row.id(),
                    row.type(),
                    failure);
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
