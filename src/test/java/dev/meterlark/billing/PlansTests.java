package dev.meterlark.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.CallUsage;
import dev.meterlark.shared.AccountId;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;

class PlansTests {

    private final Plans plans = new Plans();

    @Test
    void aCallIsPricedAtTheListPriceOfTheBookItNames() {
        var price = plans.price(AccountId.random(), new CallUsage(1, 100 * 128, 0, 0));

        assertThat(price.price().toString()).isEqualTo("0.00000040833375 USD");
        assertThat(price.priceBook()).isEqualTo("payg-2026-01");
    }

    @Test
    void thePlanShowsEveryPriceItCharges() {
        var plan = plans.of(AccountId.random());

        assertThat(plan.name()).isEqualTo("Pay as you go");
        assertThat(plan.priceBook()).isEqualTo("payg-2026-01");
        assertThat(plan.prices())
                .containsExactly(
                        new Plan.Line(
                                "requests",
                                "request",
                                new BigDecimal("0.20"),
                                new BigDecimal("1000000")),
                        new Plan.Line(
                                "gb-seconds",
                                "GB-second",
                                new BigDecimal("0.0000166667"),
                                BigDecimal.ONE));
    }
}
