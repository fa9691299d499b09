package dev.meterlark.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;

class DunningPlanTests {

    private static final LocalDate DUE = LocalDate.of(2028, 2, 10);

    private final DunningPlan plan = DunningPlan.of(List.of(3, 10, 17), 30);

    @Test
    void stepsCountFromTheDueDayAlsoOverLeapDays() {
        assertThat(plan.next(DUE, 0, null, null)).isEqualTo("2028-02-13");
        assertThat(plan.next(DUE, 1, day("2028-02-13"), null)).isEqualTo("2028-02-20");
        assertThat(plan.next(DUE, 2, day("2028-02-20"), null)).isEqualTo("2028-02-27");
        assertThat(plan.next(DUE, 3, day("2028-02-27"), null)).isEqualTo("2028-03-11");
        assertThat(plan.next(DUE, 4, day("2028-03-11"), null)).isNull();
    }

    @Test
    void whoWasRemindedLateIsGivenTheSameTimeAsOthers() {
        LocalDate late = day("2028-05-01");

        assertThat(plan.next(DUE, 1, late, null)).isEqualTo("2028-05-08");
        assertThat(plan.next(DUE, 3, late, null)).isEqualTo("2028-05-14");
    }

    @Test
    void nothingIsDoneBeforeTheDayItIsPostponedTo() {
        LocalDate to = day("2028-04-01");

        assertThat(plan.next(DUE, 0, null, to)).isEqualTo(to);
        assertThat(plan.next(DUE, 1, day("2028-02-13"), to)).isEqualTo(to);
        assertThat(plan.next(DUE, 1, day("2028-03-30"), to)).isEqualTo("2028-04-06");
    }

    @Test
    void aPlanWithoutStepsDoesNothing() {
        assertThat(DunningPlan.of(List.of(), null).next(DUE, 0, null, null)).isNull();
    }

    private static LocalDate day(@Nullable String text) {
        return LocalDate.parse(String.valueOf(text));
    }
}
