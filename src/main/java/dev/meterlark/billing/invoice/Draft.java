package dev.meterlark.billing.invoice;

import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import java.time.Instant;
import java.util.Currency;
import java.util.List;

/**
 * What the invoice of the running month would say if the month ended now: worked out when it is
 * asked for, without a number, kept nowhere. Fee and minimum are those of the whole month.
 *
 * @param upTo usage of hours that began before it is in it
 */
public record Draft(
        BillingPeriod period,
        Instant upTo,
        Currency currency,
        List<IssuedLine> lines,
        List<TaxLine> taxes,
        Money net,
        Money tax,
        Money gross,
        Money credited,
        Money payable) {

    public Draft {
        lines = List.copyOf(lines);
        taxes = List.copyOf(taxes);
    }
}
