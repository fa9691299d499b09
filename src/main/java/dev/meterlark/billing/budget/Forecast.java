package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Fraction;
import dev.meterlark.billing.rating.Meter;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a month will come to when usage goes on as it did lately: a function of both. */
final class Forecast {

    private Forecast() {}

    /**
     * @param month its stretches with what was used, and with what lies there to the end
     * @param lately what was used in the time before now; what lies there does not count
     */
    static Fraction of(
            List<Charged> month, Map<Meter, BigInteger> lately, Duration time, Instant now) {
        Fraction sum = Fraction.ZERO;
        for (Charged each : month) {
            Instant from = now.isAfter(each.stretch().from()) ? now : each.stretch().from();
            Duration left = Duration.between(from, each.stretch().to());
            sum = sum.plus(left.isPositive() ? more(each, lately, time, left).now() : each.now());
        }
        return sum;
    }

    private static Charged more(
            Charged stretch, Map<Meter, BigInteger> lately, Duration time, Duration left) {
        Map<Meter, BigInteger> used = new EnumMap<>(Meter.class);
        used.putAll(stretch.used());
        lately.forEach(
                (meter, amount) -> {
                    if (goesOn(meter)) {
                        BigInteger more =
                                amount.multiply(BigInteger.valueOf(left.toSeconds()))
                                        .divide(BigInteger.valueOf(Math.max(1, time.toSeconds())));
                        used.merge(meter, more, BigInteger::add);
                    }
                });
        return new Charged(stretch.stretch(), used);
    }

    private static boolean goesOn(Meter meter) {
        return switch (meter) {
            case REQUESTS,
                    GB_SECONDS,
                    CPU_SECONDS,
                    EGRESS_GB,
                    STORAGE_REQUESTS,
                    PROVISIONED_GB_SECONDS ->
                    true;
            case BUCKET_GB_MONTHS, TABLE_GB_MONTHS -> false;
        };
    }
}
