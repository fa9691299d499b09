package dev.meterlark.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

class UsualTests {

    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

    private final Map<LocalDate, BigDecimal> amounts = new HashMap<>();

    private @Nullable BigDecimal exceeded(String today) {
        amounts.put(MONDAY, new BigDecimal(today));
        return Usual.exceeded(MONDAY, amounts, BigDecimal.ONE);
    }

    private void weeks(String... before) {
        for (int i = 0; i < before.length; i++) {
            amounts.put(MONDAY.minusWeeks(i + 1L), new BigDecimal(before[i]));
        }
    }

    @Test
    void threeTimesTheMedianOfSuchDaysIsFarMore() {
        weeks("10", "10", "11", "9", "10");

        assertThat(exceeded("30")).isNull();
        assertThat(exceeded("30.01")).isEqualByComparingTo("10");
    }

    @Test
    void aDayThatIsSometimesDearIsSometimesDear() {
        weeks("10", "40", "2", "60", "20");

        assertThat(exceeded("100")).isNull();
        assertThat(exceeded("200")).isEqualByComparingTo("20");
    }

    @Test
    void oneBadDayBeforeMakesNoOtherLookUsual() {
        weeks("10", "10", "5000", "10", "10");

        assertThat(exceeded("40")).isEqualByComparingTo("10");
    }

    @Test
    void whereTheWeekdayIsNotKnownYetAllDaysAre() {
        for (int i = 1; i <= 6; i++) {
            amounts.put(MONDAY.minusDays(i), BigDecimal.TWO);
        }

        assertThat(exceeded("5")).isNull();
        assertThat(exceeded("7")).isEqualByComparingTo("2");
    }

    @Test
    void nothingIsSaidOfTheFirstDaysNorOfPennies() {
        amounts.put(MONDAY.minusDays(1), BigDecimal.TWO);
        assertThat(exceeded("1000")).isNull();

        weeks("0.01", "0.01", "0.01");
        assertThat(exceeded("0.99")).isNull();
        assertThat(exceeded("1")).isEqualByComparingTo("0.01");
    }
}
