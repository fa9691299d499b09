package dev.meterlark.billing;

import dev.meterlark.metering.UsageTotal;

import java.math.BigDecimal;
import java.util.List;

/**
 * What an account used in a stretch of time and what that costs at list prices, exactly: the total
 * is the sum of the items.
 */
public record UsageReport(UsageRange range, List<Item> items, Item total) {

    public record Item(UsageTotal used, BigDecimal gbSeconds) {}
}
