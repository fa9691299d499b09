package dev.meterlark.billing.budget;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A budget as somebody asks for it.
 *
 * @param cap null for none
 * @param warnsOf what percentages are of; null for the cap
 * @param alerts null for none
 */
public record BudgetWish(
        @Nullable Amount cap, @Nullable Amount warnsOf, @Nullable List<@Nullable Alert> alerts) {

    /**
     * @param amount a decimal
     */
    public record Amount(@Nullable String amount, @Nullable String currency) {}

    /**
     * @param event whether the account's own topic is told; null, with nobody else to tell, for yes
     */
    public record Alert(
            @Nullable Integer percent,
            @Nullable List<@Nullable String> emails,
            @Nullable String webhook,
            @Nullable Boolean event) {}
}
