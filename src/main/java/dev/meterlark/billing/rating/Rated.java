package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

import java.util.Currency;
import java.util.List;

/**
 * All that an invoice asks for.
 *
 * @param net the sum of all lines
 * @param discounts the sum of the DISCOUNT lines, which is in net
 * @param gross net and tax
 * @param credited what credits pay of it
 * @param payable what is left to pay
 * @param charges those that are on it
 */
public record Rated(
        List<Line> lines,
        Money net,
        Money discounts,
        List<TaxLine> taxes,
        Money tax,
        Money gross,
        List<CreditUse> credits,
        Money credited,
        Money payable,
        List<Charge> charges) {

    public Rated {
        lines = List.copyOf(lines);
        taxes = List.copyOf(taxes);
        credits = List.copyOf(credits);
        charges = List.copyOf(charges);
    }

    public Currency currency() {
        return net.currency();
    }
}
