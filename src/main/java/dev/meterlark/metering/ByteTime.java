package dev.meterlark.metering;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * How many bytes have lain for how long: the exact integral, in bytes times microseconds, of the
 * hour that is under way.
 *
 * @param until what it is told up to; null when nothing was told yet
 */
public record ByteTime(@Nullable Instant until, BigInteger open) {

    /** Of a thing that is made now. */
    public static ByteTime from(Instant now) {
        return new ByteTime(now.truncatedTo(ChronoUnit.MICROS), BigInteger.ZERO);
    }

    /** An hour that is over. */
    public record Hour(Instant begin, BigInteger amount) {}

    /**
     * @param over hours that ended meanwhile, without those in which nothing lay
     */
    public record Told(ByteTime now, List<Hour> over) {}

    /** With the hour under way as if it were over. */
    public List<Hour> end(long bytes, Instant now) {
        Told told = tell(bytes, now);
        ByteTime last = told.now();
        Instant until = last.until();
        if (until == null || last.open().signum() == 0) {
            return told.over();
        }
        List<Hour> hours = new ArrayList<>(told.over());
        hours.add(new Hour(until.truncatedTo(ChronoUnit.HOURS), last.open()));
        return hours;
    }

    /** A clock that goes back tells nothing twice: no time passes until it has caught up. */
    public Told tell(long bytes, Instant at) {
        Instant now = at.truncatedTo(ChronoUnit.MICROS);
        Instant from = until;
        if (from == null) {
            return new Told(new ByteTime(now, open), List.of());
        }
        if (!now.isAfter(from)) {
            return new Told(this, List.of());
        }
        List<Hour> over = new ArrayList<>();
        BigInteger amount = open;
        for (Instant end = endOfHour(from); !end.isAfter(now); end = endOfHour(from)) {
            amount = amount.add(passed(bytes, from, end));
            if (amount.signum() > 0) {
                over.add(new Hour(end.minus(1, ChronoUnit.HOURS), amount));
            }
            amount = BigInteger.ZERO;
            from = bytes == 0 ? endOfHour(now).minus(1, ChronoUnit.HOURS) : end;
        }
        return new Told(new ByteTime(now, amount.add(passed(bytes, from, now))), over);
    }

    private static Instant endOfHour(Instant instant) {
        return instant.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    private static BigInteger passed(long bytes, Instant from, Instant to) {
        return BigInteger.valueOf(bytes)
                .multiply(BigInteger.valueOf(Duration.between(from, to).toNanos() / 1_000));
    }
}
