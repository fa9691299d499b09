package dev.meterlark.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.edge.Access;
import dev.meterlark.metering.Meter;
import dev.meterlark.metering.MeterTotal;
import dev.meterlark.metering.Meters;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What an account used of what is counted by the hour; amounts are decimal strings. */
@RestController
class MeterController {

    private static final int MOST = 10_000;
    private static final int DECIMALS = 12;

    /** Of bytes times microseconds: a GB has 2³⁰ bytes. */
    private static final BigDecimal GB_HOUR =
            new BigDecimal(BigInteger.valueOf(3_600_000_000L).shiftLeft(30));

    private final Meters meters;
    private final InstantSource clock;

    MeterController(Meters meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    record Answer(Instant from, Instant to, List<Item> items) {}

    /**
     * @param from the beginning of its hour or day; null when all is one
     * @param byteMicroseconds exactly what was rounded to {@code GB-hours}; else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String meter,
            String resource,
            @Nullable Instant from,
            String amount,
            String unit,
            @Nullable String byteMicroseconds) {}

    /** Of whole hours: the one that {@code from} lies in is in it. */
    @Access(Permission.USAGE_READ)
    @GetMapping("/api/v1/usage/meters")
    Answer meters(
            Caller caller,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam(defaultValue = "all") String groupBy) {
        Meters.Span span = span(groupBy);
        UsageRange range = UsageRange.of(from, to, clock.instant());
        Instant begin = range.from().truncatedTo(ChronoUnit.HOURS);
        List<MeterTotal> totals = meters.totals(caller.account(), begin, range.to(), span);
        if (totals.size() > MOST) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "that are %d amounts, and at most %d are answered; ask for less time, or with"
                                    .formatted(totals.size(), MOST)
                            + " groupBy=day or all");
        }
        return new Answer(
                begin,
                range.to(),
                totals.stream().map(each -> item(each, span != Meters.Span.ALL)).toList());
    }

    private static Meters.Span span(String groupBy) {
        for (Meters.Span each : Meters.Span.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(groupBy)) {
                return each;
            }
        }
        throw new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "groupBy takes hour, day or all; it does not take: "
                        + (groupBy.length() <= 60 ? groupBy : groupBy.substring(0, 60) + "…"));
    }

    private static Item item(MeterTotal total, boolean dated) {
        Meter meter = total.meter();
        String name = total.thing().name();
        Instant from = dated ? total.from() : null;
        String exact = total.amount().toString();
        return switch (meter.unit()) {
            case REQUESTS, BYTES, MEMORY_TIME, CPU_TIME ->
                    new Item(meter.wireName(), name, from, exact, meter.unit().wireName(), null);
            case BYTE_TIME ->
                    new Item(
                            meter.wireName(),
                            name,
                            from,
                            gbHours(total.amount()),
                            "GB-hours",
                            exact);
        };
    }

    private static String gbHours(BigInteger byteMicroseconds) {
        BigDecimal hours =
                new BigDecimal(byteMicroseconds).divide(GB_HOUR, DECIMALS, RoundingMode.HALF_UP);
        return hours.signum() == 0 ? "0" : hours.stripTrailingZeros().toPlainString();
    }
}
