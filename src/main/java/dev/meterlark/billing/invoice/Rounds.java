package dev.meterlark.billing.invoice;

import dev.meterlark.billing.invoice.Closing.Closed;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.platform.HeldLease;
import dev.meterlark.platform.Leases;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;

/**
 * Closes a month for every account, one after the other. A lease keeps other nodes from doing the
 * same work at the same time; that no month is billed twice does not depend on it.
 */
@Component
class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final String LEASE = "billing/close";
    private static final int PAGE = 200;

    private final KnownAccounts accounts;
    private final CloseRows closes;
    private final Closing closing;
    private final Months months;
    private final Leases leases;
    private final InvoiceProperties properties;
    private final InstantSource clock;
    private final CloseMetrics metrics;
    private final TransactionTemplate transaction;

    Rounds(
            KnownAccounts accounts,
            CloseRows closes,
            Closing closing,
            Months months,
            Leases leases,
            InvoiceProperties properties,
            InstantSource clock,
            CloseMetrics metrics,
            PlatformTransactionManager transactions) {
        this.accounts = accounts;
        this.closes = closes;
        this.closing = closing;
        this.months = months;
        this.leases = leases;
        this.properties = properties;
        this.clock = clock;
        this.metrics = metrics;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What a round came to; what failed comes again with the next one. */
    record Round(int accounts, int failed) {}

    /** The newest month that is over and past the cut-off, and those before it. */
    void closeWhatIsDue() {
        BillingPeriod last = months.lastOver(clock.instant(), properties.cutOff());
        for (AccountId each : closes.reopened(PAGE)) {
            accounts.find(each).ifPresent(account -> closeOrTell(account, last));
        }
        close(last);
    }

    /** Up to this month, unless another node is at it. */
    void close(BillingPeriod last) {
        if (closes.isRound(last.month()) || last.to().isBefore(closes.start())) {
            return;
        }
        HeldLease lease = leases.take(LEASE, properties.lease()).orElse(null);
        if (lease == null) {
            return;
        }
        try {
            round(last, lease);
        } finally {
            leases.release(lease);
        }
    }

    private void round(BillingPeriod last, HeldLease lease) {
        long begun = System.nanoTime();
        long renewed = begun;
        int seen = 0;
        int failed = 0;
        @Nullable AccountId after = null;
        List<KnownAccount> page;
        do {
            page = accounts.after(after, PAGE);
            for (KnownAccount account : page) {
                if (Duration.ofNanos(System.nanoTime() - renewed)
                                .multipliedBy(3)
                                .compareTo(properties.lease())
                        > 0) {
                    if (!leases.renew(lease, properties.lease())) {
                        LOG.info("another node goes on with closing {}", last.month());
                        return;
                    }
                    renewed = System.nanoTime();
                }
                failed += closeOrTell(account, last) ? 0 : 1;
                seen++;
                after = account.id();
            }
        } while (page.size() == PAGE);
        end(last.month(), new Round(seen, failed), Duration.ofNanos(System.nanoTime() - begun));
    }

    private boolean closeOrTell(KnownAccount account, BillingPeriod last) {
        try {
            closeAll(account, last, By.itself(clock.instant()));
            return true;
        } catch (RuntimeException e) {
            metrics.failed();
            LOG.warn(
                    "{} could not be closed for account {}; it is tried again",
                    last.month(),
                    account.id(),
                    e);
            return false;
        }
    }

    /** An account's months up to this one, the oldest first, as far as none is parked. */
    void closeAll(KnownAccount account, BillingPeriod last, By by) {
        for (YearMonth each : closes.in(account.id(), CloseRows.State.REOPENED)) {
            metrics.closed(closing.close(account, months.of(each), false, by));
        }
        if (closes.parked(account.id()).isPresent()) {
            return;
        }
        YearMonth next =
                closes.last(account.id())
                        .map(month -> month.plusMonths(1))
                        .orElseGet(() -> months.first(account).month());
        for (; !next.isAfter(last.month()); next = next.plusMonths(1)) {
            Closed closed = closing.close(account, months.of(next), false, by);
            metrics.closed(closed);
            if (closed instanceof Closed.Parked) {
                return;
            }
        }
    }

    private void end(YearMonth month, Round round, Duration took) {
        metrics.round(took);
        if (round.failed() > 0) {
            LOG.warn(
                    "{} is closed but for {} of {} accounts",
                    month,
                    round.failed(),
                    round.accounts());
            return;
        }
        Instant now = clock.instant();
        transaction.executeWithoutResult(
                _ -> {
                    closes.endRound(month, round.accounts(), now);
                    DurableSteps.commit("invoice.round");
                });
        LOG.info("{} is closed for {} accounts, in {}", month, round.accounts(), took);
    }
}
