package dev.meterlark.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.billing.ProductPlans;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.shared.BillingPeriod;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

class PlanHistoryTests {

    private static final BillingPeriod NOVEMBER =
            BillingPeriod.of(YearMonth.of(2026, 11), ZoneOffset.UTC);

    private final List<Assignment> assigned = new ArrayList<>();
    private final List<DatedBook> published = new ArrayList<>();

    PlanHistoryTests() {
        ProductPlans.all().forEach(each -> publish(each.book(), "2000-01-01T00:00:00Z"));
    }

    @Test
    void anAccountOfWhichNothingWasSaidIsOnTheDefaultPlan() {
        assertThat(segments())
                .containsExactly("2026-11-01T00:00:00Z 2026-12-01T00:00:00Z payg-2026-01 true");
    }

    @Test
    void aPlanHoldsUntilTheNextDoes() {
        assign("2026-05-01T00:00:00Z", "free");
        assign("2026-11-10T05:00:00Z", "team");
        assign("2026-12-01T00:00:00Z", "payg");

        assertThat(segments())
                .containsExactly(
                        "2026-11-01T00:00:00Z 2026-11-10T05:00:00Z free-2026-01 true",
                        "2026-11-10T05:00:00Z 2026-12-01T00:00:00Z team-2026-01 true");
    }

    @Test
    void newPricesHoldForWhoIsOnThePlanAndForNobodyElse() {
        publish(renamed(ProductPlans.PAYG_2026_01, "payg-2"), "2026-11-20T00:00:00Z");
        publish(renamed(ProductPlans.TEAM_2026_01, "team-2"), "2026-11-25T00:00:00Z");

        assertThat(segments())
                .containsExactly(
                        "2026-11-01T00:00:00Z 2026-11-20T00:00:00Z payg-2026-01 true",
                        "2026-11-20T00:00:00Z 2026-12-01T00:00:00Z payg-2 true");
    }

    @Test
    void whatIsBeforeAnAccountsFirstPlanOrBehindItsEndHasNoFee() {
        assign("2026-11-10T00:00:00Z", "team");
        assign("2026-11-20T00:00:00Z", null);

        assertThat(segments())
                .containsExactly(
                        "2026-11-01T00:00:00Z 2026-11-10T00:00:00Z team-2026-01 false",
                        "2026-11-10T00:00:00Z 2026-11-20T00:00:00Z team-2026-01 true",
                        "2026-11-20T00:00:00Z 2026-12-01T00:00:00Z team-2026-01 false");
        PlanHistory.Stretch first = stretches().getFirst();
        assertThat(first.due().fee().amount()).isZero();
        assertThat(first.due().prices()).isEqualTo(first.book().prices());
        assertThat(stretches().get(1).due()).isEqualTo(ProductPlans.TEAM_2026_01);
    }

    @Test
    void aChangeToWhatHoldsAlreadyIsNone() {
        assign("2026-05-01T00:00:00Z", "payg");
        assign("2026-11-10T00:00:00Z", "payg");

        assertThat(segments())
                .containsExactly("2026-11-01T00:00:00Z 2026-12-01T00:00:00Z payg-2026-01 true");
    }

    private void assign(String from, @Nullable String plan) {
        Instant begin = Instant.parse(from);
        assigned.add(new Assignment(begin, plan, "test", "test", begin));
    }

    private void publish(PriceBook book, String from) {
        Instant begin = Instant.parse(from);
        published.add(new DatedBook(book, begin, begin));
    }

    private static PriceBook renamed(PriceBook book, String id) {
        return new PriceBook(
                id, book.plan(), book.currency(), book.prices(), book.fee(), book.minimum());
    }

    private List<PlanHistory.Stretch> stretches() {
        return PlanHistory.segments("payg", assigned, published, NOVEMBER);
    }

    private List<String> segments() {
        return stretches().stream()
                .map(
                        each ->
                                "%s %s %s %s"
                                        .formatted(
                                                each.from(),
                                                each.to(),
                                                each.book().id(),
                                                each.fee()))
                .toList();
    }
}
