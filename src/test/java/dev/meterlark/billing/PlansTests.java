package dev.meterlark.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.billing.rating.ListPrices;
import dev.meterlark.invocation.CallUsage;
import dev.meterlark.shared.AccountId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

class PlansTests {

    private static final Instant BEFORE = Instant.parse("2026-10-31T23:59:59.999999Z");
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

    private final Plans plans = new Plans();
    private final AccountId account = AccountId.random();

    @Test
    void aCallIsPricedAtTheListPriceOfTheBookItNames() {
        var price = plans.price(account, NOVEMBER, new CallUsage(1, 100 * 128, 0, 0));

        assertThat(price.price().toString()).isEqualTo("0.00000040833375 USD");
        assertThat(price.priceBook()).isEqualTo("payg-2026-01");
    }

    @Test
    void whatACallSendsOutIsInItsPrice() {
        var price = plans.price(account, NOVEMBER, new CallUsage(0, 0, 1_000_000, 1L << 30));

        assertThat(price.price().toString()).isEqualTo("0.09 USD");
    }

    @Test
    void anAccountOfWhichNothingWasSaidIsOnTheDefaultPlan() {
        assertThat(plans.of(account, NOVEMBER))
                .isEqualTo(new Plan(ProductPlans.PAYG, ProductPlans.PAYG_2026_01));

        plans.become(known("free", Map.of()));

        assertThat(plans.of(account, NOVEMBER))
                .isEqualTo(new Plan(ProductPlans.FREE, ProductPlans.FREE_2026_01));
    }

    @Test
    void aPlanHoldsFromItsHourOn() {
        plans.become(
                known(
                        "payg",
                        Map.of(account, new TreeMap<>(Map.of(NOVEMBER, ProductPlans.TEAM.id())))));

        assertThat(plans.bookOf(account, BEFORE)).isEqualTo(ProductPlans.PAYG_2026_01);
        assertThat(plans.next(account, BEFORE))
                .contains(
                        new Plans.Change(
                                NOVEMBER, new Plan(ProductPlans.TEAM, ProductPlans.TEAM_2026_01)));
        assertThat(plans.next(account, NOVEMBER)).isEmpty();
        assertThat(plans.bookOf(account, NOVEMBER)).isEqualTo(ProductPlans.TEAM_2026_01);
        assertThat(plans.bookOf(AccountId.random(), NOVEMBER)).isEqualTo(ProductPlans.PAYG_2026_01);
        assertThat(plans.price(account, NOVEMBER, CallUsage.NOTHING).priceBook())
                .isEqualTo("team-2026-01");
    }

    @Test
    void newPricesOfAPlanHoldFromTheirHourOn() {
        var books =
                new TreeMap<>(
                        Map.of(
                                ProductPlans.SINCE,
                                new ListPrices(ProductPlans.PAYG_2026_01),
                                NOVEMBER,
                                new ListPrices(ProductPlans.TEAM_2026_01)));
        var offered = new HashMap<>(PlanSnapshot.PRODUCT.plans());
        offered.put("payg", new PlanSnapshot.Offered(ProductPlans.PAYG, books));
        plans.become(new PlanSnapshot("payg", offered, Map.of()));

        assertThat(plans.bookOf(account, BEFORE)).isEqualTo(ProductPlans.PAYG_2026_01);
        assertThat(plans.bookOf(account, NOVEMBER)).isEqualTo(ProductPlans.TEAM_2026_01);
        assertThat(plans.bookOf(account, Instant.EPOCH)).isEqualTo(ProductPlans.PAYG_2026_01);
        assertThat(plans.next(account, BEFORE).map(Plans.Change::from)).contains(NOVEMBER);
    }

    @Test
    void aDefaultPlanThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> known("gold", Map.of()))
                .hasMessage(
                        "meterlark.billing.default-plan must be a plan that has prices, was: gold;"
                                + " there are: [free, payg, team]");
    }

    private static PlanSnapshot known(
            String defaultPlan, Map<AccountId, NavigableMap<Instant, String>> assigned) {
        return new PlanSnapshot(defaultPlan, PlanSnapshot.PRODUCT.plans(), assigned);
    }
}
