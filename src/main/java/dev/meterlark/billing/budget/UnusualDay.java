package dev.meterlark.billing.budget;

import dev.meterlark.shared.Money;

import java.time.LocalDate;

/**
 * @param day in UTC
 * @param amount at list prices, so far
 * @param usual of such days
 */
public record UnusualDay(LocalDate day, Money amount, Money usual) {}
