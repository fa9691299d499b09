package dev.meterlark.billing.invoice;

import dev.meterlark.billing.rating.Rated;
import dev.meterlark.billing.rating.Segment;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import org.springframework.stereotype.Service;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What the next invoices of accounts would say. In no transaction of its own: what is read within
 * has one each, and whoever held one connection while waiting for another could wait for ever.
 */
@Service
public class Drafts {

    private final KnownAccounts accounts;
    private final Closing closing;
    private final Composing composing;
    private final Months months;
    private final InstantSource clock;

    Drafts(KnownAccounts accounts, Closing closing, Months months, InstantSource clock) {
        this.accounts = accounts;
        this.closing = closing;
        this.composing = new Composing(months);
        this.months = months;
        this.clock = clock;
    }

    /** Of the running month, one for each currency; none when there is nothing to bill yet. */
    public List<Draft> of(AccountId account) {
        KnownAccount known = accounts.find(account).orElseThrow(Refusals::noAccount);
        Instant now = clock.instant();
        Instant upTo = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        BillingPeriod period = months.at(now);
        return closing.rate(known, period, Segment.Stage.DUE, upTo).stream()
                .map(rated -> draft(period, upTo, rated))
                .toList();
    }

    private Draft draft(BillingPeriod period, Instant upTo, Rated rated) {
        return new Draft(
                period,
                upTo,
                rated.currency(),
                composing.lines(rated),
                Composing.taxes(rated),
                rated.net(),
                rated.tax(),
                rated.gross(),
                rated.credited(),
                rated.payable());
    }
}
