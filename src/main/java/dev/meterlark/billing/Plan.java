package dev.meterlark.billing;

import dev.meterlark.billing.rating.PriceBook;

/**
 * What an account is on.
 *
 * @param book the prices in force
 */
public record Plan(PlanTerms terms, PriceBook book) {}
