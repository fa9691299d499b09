package dev.meterlark.billing.invoice;

import dev.meterlark.account.Page;
import dev.meterlark.billing.invoice.CloseRows.Close;
import dev.meterlark.billing.invoice.CloseRows.State;
import dev.meterlark.billing.invoice.Closing.Closed;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the operator does with months: closes them, and looks at those that were parked. */
@Service
public class Closes {

    private final KnownAccounts accounts;
    private final CloseRows rows;
    private final Closing closing;
    private final Rounds rounds;
    private final CloseLoop loop;
    private final Months months;
    private final Notes notes;
    private final InvoiceProperties properties;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    Closes(
            KnownAccounts accounts,
            CloseRows rows,
            Closing closing,
            Rounds rounds,
            CloseLoop loop,
            Months months,
            Notes notes,
            InvoiceProperties properties,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.accounts = accounts;
        this.rows = rows;
        this.closing = closing;
        this.rounds = rounds;
        this.loop = loop;
        this.months = months;
        this.notes = notes;
        this.properties = properties;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Closes a month for every account, soon, before its cut-off if need be. */
    public CloseProgress close(Caller operator, YearMonth month) {
        BillingPeriod period = requireOver(month);
        if (!loop.ask(period)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_RATE,
                    "too many months are being closed; ask again when they are",
                    Duration.ofMinutes(1));
        }
        transaction.executeWithoutResult(
                _ ->
                        notes.note(
                                new By(operator, clock.instant()),
                                operator.account(),
                                "billing.close-asked",
                                "period:" + month,
                                Map.of()));
        return progress(month);
    }

    public CloseProgress progress(YearMonth month) {
        Map<State, Long> counts = rows.counts(month);
        return new CloseProgress(
                months.of(month),
                counts.getOrDefault(State.BILLED, 0L),
                counts.getOrDefault(State.NOTHING, 0L),
                counts.getOrDefault(State.PARKED, 0L),
                rows.isRound(month));
    }

    /**
     * Finalises one account's month, before its cut-off if need be, or anew when its invoice was
     * made void; and the months before it that were not closed yet.
     *
     * @return its invoices, one for each currency; none when there is nothing to bill
     */
    public List<IssuedInvoice> finalise(Caller operator, AccountId account, YearMonth month) {
        KnownAccount known = known(account);
        BillingPeriod period = requireOver(month);
        YearMonth first = months.first(known).month();
        if (month.isBefore(first)) {
            throw Refusals.before(month, first);
        }
        By by = new By(operator, clock.instant());
        rows.parked(account)
                .ifPresent(
                        parked -> {
                            throw Refusals.closed(parked);
                        });
        rounds.closeAll(known, months.of(month.minusMonths(1)), by);
        return issued(closing.close(known, period, true, by));
    }

    /**
     * Bills an account now: what it has used of the running month, in hours that are over, and what
     * came late for those before it.
     */
    public List<IssuedInvoice> interim(Caller operator, AccountId account) {
        Instant now = clock.instant();
        List<IssuedInvoice> issued =
                closing.interim(
                        known(account),
                        months.at(now),
                        now.truncatedTo(ChronoUnit.HOURS),
                        new By(operator, now));
        if (issued.isEmpty()) {
            throw Refusals.conflict("there is nothing to bill yet");
        }
        return issued;
    }

    /** By account. */
    public Page<ParkedMonth> parked(@Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        AccountId after = stretch.after().isEmpty() ? null : account(stretch.after());
        List<Close> found = rows.allParked(after, stretch.most() + 1);
        return new Page<>(
                stretch.items(found).stream().map(Closes::month).toList(),
                stretch.nextCursor(found, each -> each.account().toString()));
    }

    /**
     * A person has looked at it and found it right, up to the amount that it was parked with; or
     * has set right what was wrong. It is closed at once, and parked again if need be.
     */
    public List<IssuedInvoice> unpark(
            Caller operator, AccountId account, YearMonth month, @Nullable String reason) {
        KnownAccount known = known(account);
        By by = new By(operator, clock.instant());
        if (reason == null || reason.isBlank() || reason.length() > 500) {
            throw Refusals.invalid("reason must say why, in 1 to 500 characters");
        }
        transaction.executeWithoutResult(_ -> reopen(known, month, reason, by));
        List<IssuedInvoice> issued = issued(closing.close(known, months.of(month), false, by));
        rounds.closeAll(known, months.lastOver(by.at(), properties.cutOff()), by);
        return issued;
    }

    private void reopen(KnownAccount account, YearMonth month, String reason, By by) {
        rows.lock(account.id());
        Close parked =
                rows.find(account.id(), month)
                        .filter(each -> each.state() == State.PARKED)
                        .orElseThrow(Refusals::noParked);
        rows.put(
                new Close(
                        account.id(),
                        month,
                        State.REOPENED,
                        null,
                        parked.reason(),
                        parked.detail(),
                        parked.accepted(),
                        by.at()));
        notes.note(
                by,
                account.id(),
                "billing.unparked",
                "period:" + month,
                Map.of("reason", reason, "was", Objects.toString(parked.detail(), "")));
    }

    private static List<IssuedInvoice> issued(Closed closed) {
        return switch (closed) {
            case Closed.Issued(var invoices) -> invoices;
            case Closed.NothingToBill _ -> List.of();
            case Closed.Parked(_, var detail) ->
                    throw Refusals.conflict("no invoice is issued, the month is parked: " + detail);
            case Closed.AlreadyClosed(var before) -> throw Refusals.closed(before);
        };
    }

    private KnownAccount known(AccountId account) {
        return accounts.find(account).orElseThrow(Refusals::noAccount);
    }

    private BillingPeriod requireOver(YearMonth month) {
        BillingPeriod period = months.of(month);
        if (clock.instant().isBefore(period.to())) {
            throw Refusals.notOver(period);
        }
        return period;
    }

    private static ParkedMonth month(Close close) {
        Parking reason = close.reason();
        BigDecimal net = close.accepted();
        return new ParkedMonth(
                close.account(),
                close.period(),
                reason == null ? Parking.UNRECONCILED : reason,
                Objects.toString(close.detail(), ""),
                net == null ? BigDecimal.ZERO : net,
                close.at());
    }

    private static AccountId account(String cursor) {
        try {
            return AccountId.parse(cursor);
        } catch (IllegalArgumentException e) {
            throw Refusals.invalid(
                    "cursor is not one that this list answered with; leave it out to start over");
        }
    }
}
