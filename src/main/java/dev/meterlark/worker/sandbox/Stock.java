package dev.meterlark.worker.sandbox;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The blank sandboxes of one runtime and memory size, and how many there should be. Whoever has the
 * monitor of {@link Blanks} may call it.
 */
final class Stock {

    /** Of one that was never made yet. */
    private static final long USUAL_BYTES = 48L << 20;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final RuntimeImage image;
    private final RuntimeImage.Ahead ahead;
    private final int memoryMiB;
    private final int least;
    private final int most;
    private final Demand demand;
    private final Deque<OciSandbox> waiting = new ArrayDeque<>();
    private int starting;
    private int failures;
    private long notBefore;
    private long bytesEach = USUAL_BYTES;

    /**
     * @param least how many wait even when nobody has wanted one
     */
    Stock(
            RuntimeImage image,
            RuntimeImage.Ahead ahead,
            int memoryMiB,
            int least,
            BlankProperties properties,
            long now) {
        this.image = image;
        this.ahead = ahead;
        this.memoryMiB = memoryMiB;
        this.least = least;
        this.most = properties.most();
        this.demand = new Demand(properties.window().toNanos());
        this.notBefore = now;
    }

    String name() {
        return image.offer().name();
    }

    OciSandbox start(Launcher launcher) throws NoSandboxException {
        return launcher.startBlank(image, ahead, memoryMiB);
    }

    int waiting() {
        return waiting.size();
    }

    /** What those that there are take, each counted as the last one that was made. */
    long bytes() {
        return (waiting.size() + starting) * bytesEach;
    }

    long bytesEach() {
        return bytesEach;
    }

    /** The one that has waited longest; null when none does. */
    @Nullable OciSandbox take(long now, Duration quiet) {
        demand.wanted(now);
        notBefore = Math.max(notBefore, now + quiet.toNanos());
        return waiting.poll();
    }

    int level(long now) {
        return Math.min(most, Math.max(least, demand.level(now)));
    }

    boolean wantsMore(long now) {
        return waiting.size() + starting < level(now) && now - notBefore >= 0;
    }

    /** Nanoseconds until it wants more, if it will. */
    long wantsMoreIn(long now) {
        return waiting.size() + starting < level(now) ? notBefore - now : Long.MAX_VALUE;
    }

    /** One that is more than should be. */
    @Nullable OciSandbox tooMany(long now) {
        return waiting.size() > level(now) ? waiting.poll() : null;
    }

    boolean isForgotten(long now) {
        return level(now) == 0 && waiting.isEmpty() && starting == 0;
    }

    void starts() {
        starting++;
    }

    void started(OciSandbox blank, long bytes) {
        starting--;
        failures = 0;
        bytesEach = bytes;
        waiting.add(blank);
    }

    /** The more in a row, the longer none is tried. */
    void failed(long now) {
        starting--;
        setBack(now);
    }

    /** Whether it was one of those that wait. */
    boolean ended(OciSandbox blank, long now) {
        boolean waited = waiting.remove(blank);
        if (waited) {
            setBack(now);
        }
        return waited;
    }

    private void setBack(long now) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 20));
        failures++;
        notBefore = now + Math.min(pause.toNanos(), LONGEST_PAUSE.toNanos());
    }
}
