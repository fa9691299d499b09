package dev.meterlark.billing.budget;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A slice in a node's hand. Guarded by its monitor, and never anything but numbers under it. Its
 * row holds at least {@code free + held + over}, always: what is granted is written before it is
 * here, and what is over is taken from the row before it is forgotten. Whoever reads or writes the
 * row holds {@link #writing}.
 */
final class Purse {

    private static final long BETWEEN_REFILLS = 50_000_000;

    private volatile Stretch stretch;
    final ReentrantLock writing = new ReentrantLock();

    /** May be set aside. */
    private Quantities free = Quantities.NOTHING;

    /** Set aside, or used and not in the ledger yet. */
    private Quantities held = Quantities.NOTHING;

    /** Of that, used for sure. */
    private Quantities used = Quantities.NOTHING;

    /** Of that, what was counted and not written yet. */
    private Quantities counted = Quantities.NOTHING;

    /** In the ledger, or given back. */
    private Quantities over = Quantities.NOTHING;

    /** What was used since it was last asked for. */
    private Quantities lately = Quantities.NOTHING;

    /** It is time to ask for more when less than this may be set aside. */
    private Quantities low = Quantities.NOTHING;

    /** Of the lease before; whoever has {@link #writing} may read and write it. */
    private @Nullable Known known;

    private @Nullable Refused refused;
    private long refillFrom = System.nanoTime();
    private boolean closed;
    private long touched = System.nanoTime();
    private long paced = System.nanoTime();

    /**
     * Nobody who wants as much is asked for again before then.
     *
     * @param until by the monotonic clock
     */
    record Refused(Quantities worst, Share why, long until) {}

    record Pace(Quantities used, long nanos) {}

    /**
     * The month as it was read, and what was given to this purse since: while nobody else was given
     * anything it comes to no less than the month does.
     *
     * @param nanos when it was read, by the monotonic clock
     */
    record Known(Facts facts, long nanos) {}

    /** At one moment. */
    record Content(Quantities free, Quantities held, Quantities used, Quantities over) {

        boolean isEmpty() {
            return free.equals(Quantities.NOTHING)
                    && held.equals(Quantities.NOTHING)
                    && over.equals(Quantities.NOTHING);
        }
    }

    Purse(Stretch stretch) {
        this.stretch = stretch;
    }

    Stretch stretch() {
        return stretch;
    }

    void stretch(Stretch changed) {
        stretch = changed;
    }

    @Nullable Known known() {
        return known;
    }

    void known(@Nullable Known now) {
        known = now;
    }

    synchronized Content content() {
        return new Content(free, held, used, over);
    }

    /** Whether there was as much. */
    synchronized boolean take(Quantities worst) {
        touched = System.nanoTime();
        if (!free.covers(worst)) {
            return false;
        }
        free = free.minus(worst);
        held = held.plus(worst);
        return true;
    }

    /** Whether it is soon time to ask for more. */
    synchronized boolean isLow(Quantities worst) {
        return !free.covers(worst.times(2)) || !free.covers(low);
    }

    /** What there is to be again, beside what is wished. */
    synchronized Quantities wanted(Quantities worst) {
        return worst.times(4).max(low);
    }

    /** What was set aside came to so much, which is not in the ledger yet. */
    synchronized void settle(Quantities worst, Quantities came) {
        free = free.plus(worst).minus(came);
        held = held.minus(worst).plus(came);
        used = used.plus(came);
        lately = lately.plus(came);
    }

    /** It is in the ledger. */
    synchronized void confirm(Quantities came) {
        held = held.minus(came);
        used = used.minus(came);
        over = over.plus(came);
    }

    /** The same of what is in the ledger when the counts of now are. */
    synchronized void settleCounted(Quantities worst, Quantities came) {
        settle(worst, came);
        counted = counted.plus(came);
    }

    synchronized Quantities counted() {
        return counted;
    }

    /** Counts that were taken together are in the ledger. */
    synchronized void confirmCounted(Quantities came) {
        counted = counted.minus(came);
        confirm(came);
    }

    /** While half of it is there, more can be had before anybody waits for it. */
    synchronized void grant(Quantities more) {
        free = free.plus(more);
        low = more.dividedBy(2);
        refused = null;
    }

    synchronized void giveBack() {
        Quantities back = free.max(Quantities.NOTHING);
        free = free.minus(back);
        over = over.plus(back);
    }

    /** Whether nothing is in it any more; then nothing comes in again. */
    synchronized boolean close() {
        closed = closed || new Content(free, held, used, over).isEmpty();
        return closed;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** So much less is in the row now. */
    synchronized void written(Quantities taken) {
        over = over.minus(taken);
    }

    /** What was used since this was asked last, and how long that is. */
    synchronized Pace takePace() {
        long now = System.nanoTime();
        Pace pace = new Pace(lately, now - paced);
        lately = Quantities.NOTHING;
        paced = now;
        return pace;
    }

    synchronized void refuse(Refused as) {
        refused = as;
    }

    synchronized void forgetRefusal() {
        refused = null;
    }

    /** Null when it has to be asked. */
    synchronized @Nullable Share refusal(Quantities worst, long nanos) {
        Refused known = refused;
        return known != null && nanos - known.until < 0 && worst.covers(known.worst)
                ? known.why
                : null;
    }

    /** Whether it is time to try again to get more before it is needed. */
    synchronized boolean mayRefill() {
        long now = System.nanoTime();
        if (now - refillFrom < 0) {
            return false;
        }
        refillFrom = now + BETWEEN_REFILLS;
        return true;
    }

    synchronized void noRefill(long until) {
        refillFrom = until;
        low = Quantities.NOTHING;
    }

    synchronized boolean isIdleSince(long nanos) {
        return touched - nanos < 0;
    }
}
