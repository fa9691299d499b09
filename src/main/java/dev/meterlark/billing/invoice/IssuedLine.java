package dev.meterlark.billing.invoice;

import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/**
 * One line as it was issued. Numbers in text are plain decimals.
 *
 * @param position from 1
 * @param kind {@code usage}, {@code fee}, {@code minimum}, {@code discount}, or {@code late} for
 *     what belongs to an earlier period
 * @param meter of usage, by its wire name; else null
 * @param unit what the quantity counts, singular; empty where nothing is counted
 * @param quantity at most 12 digits after the point; empty where nothing is counted
 * @param unitPrice the price in words or as an amount; empty where there is none
 * @param precise the amount before its one rounding, 24 digits after the point
 * @param taxCategory of EN 16931: S, AE, E, O or Z
 * @param from the first day that it is about
 * @param to the last day that it is about
 * @param shares by function, bucket, table and queue; their precise amounts sum up to the line's
 */
public record IssuedLine(
        int position,
        String kind,
        String description,
        @Nullable String meter,
        String unit,
        String quantity,
        String unitPrice,
        String precise,
        Money amount,
        String taxCategory,
        LocalDate from,
        LocalDate to,
        List<Share> shares) {

    public IssuedLine {
        shares = List.copyOf(shares);
    }

    /**
     * What one thing has in a line.
     *
     * @param thing {@code function}, {@code bucket}, {@code table} or {@code queue}
     * @param id of a function; else null
     */
    public record Share(
            String thing, @Nullable String id, String name, String quantity, String precise) {}
}
