package dev.meterlark.billing.rating;

import java.math.BigDecimal;
import java.util.List;

/**
 * What earlier invoices asked of one segment: the next one asks for the difference, so that nothing
 * is asked twice and nothing is lost, however many there are.
 *
 * @param used the usage that they were about
 * @param fee the sum of the precise values of their FEE lines
 * @param charged the sum of the amounts of their USAGE, LATE, FEE and DISCOUNT lines
 * @param minimum the sum of the amounts of their MINIMUM lines
 */
public record Billed(List<Used> used, BigDecimal fee, BigDecimal charged, BigDecimal minimum) {

    public static final Billed NOTHING =
            new Billed(List.of(), BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    public Billed {
        used = List.copyOf(used);
    }
}
