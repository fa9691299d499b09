package dev.meterlark.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.billing.rating.Meter;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

class ForecastTests {

    private static final BillingPeriod NOVEMBER =
            BillingPeriod.of(YearMonth.of(2026, 11), ZoneOffset.UTC);

    /** 100 requests are free, each further one is a cent. */
    private static Charged used(long requests) {
        Stretch month = SampleBooks.simple().of(AccountId.random(), NOVEMBER).getFirst();
        return new Charged(month, Map.of(Meter.REQUESTS, BigInteger.valueOf(requests)));
    }

    @Test
    void itGoesOnAsItDidLatelyWhatIsIncludedFirst() {
        Instant tenDaysLeft = Instant.parse("2026-11-21T00:00:00Z");
        Map<Meter, BigInteger> week = Map.of(Meter.REQUESTS, BigInteger.valueOf(70));

        assertThat(Forecast.of(List.of(used(40)), week, Duration.ofDays(7), tenDaysLeft).text(4))
                .isEqualTo("0.4"); // 40 and 100 more: 40 are paid
    }

    @Test
    void whatLiesThereIsToldForthAlreadyAndAMonthThatIsOverIsAsItWas() {
        Map<Meter, BigInteger> week = Map.of(Meter.BUCKET_GB_MONTHS, BigInteger.valueOf(70));

        assertThat(
                        Forecast.of(
                                        List.of(used(150)),
                                        week,
                                        Duration.ofDays(7),
                                        NOVEMBER.to().plusSeconds(1))
                                .text(4))
                .isEqualTo("0.5");
    }
}
