package dev.meterlark.billing.invoice;

import dev.meterlark.billing.invoice.CloseRows.Close;
import dev.meterlark.billing.invoice.CloseRows.State;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.billing.rating.Rating;
import dev.meterlark.billing.rating.Segment;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.BillingPeriod;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Bills one month of one account in one transaction, under the account's lock: invoices, what they
 * bill, their numbers, and that the month is closed are there together or not at all. So it may be
 * begun anew at any point, and by several nodes at once.
 */
@Component
class Closing {

    private static final int TRIES = 3;

    private final CloseRows closes;
    private final InvoiceRows invoices;
    private final Gathering gathering;
    private final Agreements agreements;
    private final Issuing issuing;
    private final Bounds bounds;
    private final InvoiceProperties properties;
    private final TransactionTemplate transaction;

    Closing(
            CloseRows closes,
            InvoiceRows invoices,
            Gathering gathering,
            Agreements agreements,
            Issuing issuing,
            InvoiceProperties properties,
            PlatformTransactionManager transactions) {
        this.closes = closes;
        this.invoices = invoices;
        this.gathering = gathering;
        this.agreements = agreements;
        this.issuing = issuing;
        this.bounds = new Bounds(properties);
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What came of a month. */
    sealed interface Closed {

        /** With these, one for each currency. */
        record Issued(List<IssuedInvoice> invoices) implements Closed {}

        record NothingToBill() implements Closed {}

        record Parked(Parking reason, String detail) implements Closed {}

        /** It was closed before, or by another at the same time. */
        record AlreadyClosed(Close before) implements Closed {}
    }

    /**
     * @param again also when the month's invoice was made void
     */
    Closed close(KnownAccount account, BillingPeriod period, boolean again, By by) {
        closes.requireBorders(period);
        return again(() -> transaction.execute(_ -> closeLocked(account, period, again, by)));
    }

    /** Where another transaction was in the way, as one that spent the same credit. */
    private static <T> T again(Supplier<@Nullable T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Objects.requireNonNull(work.get());
            } catch (ConcurrencyFailureException e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private Closed closeLocked(KnownAccount account, BillingPeriod period, boolean again, By by) {
        closes.lock(account.id());
        Close before = closes.find(account.id(), period.month()).orElse(null);
        if (before != null && !mayClose(before.state(), again)) {
            return new Closed.AlreadyClosed(before);
        }
        DurableSteps.commit("invoice.close");
        List<Rated> rated = rate(account, period, Segment.Stage.DUE, period.to());
        DurableSteps.reached("invoice.rated");
        Optional<Bounds.Objection> objection = objection(account, period, rated, before);
        if (objection.isPresent()) {
            return park(account, period, rated, objection.get(), by.at());
        }
        if (rated.isEmpty()) {
            put(account, period, State.NOTHING, null, by.at());
            return new Closed.NothingToBill();
        }
        List<IssuedInvoice> issued = new ArrayList<>();
        rated.forEach(each -> issued.add(issuing.issue(account, period, each, true, by)));
        put(account, period, State.BILLED, issued.getFirst().number(), by.at());
        return new Closed.Issued(issued);
    }

    private static boolean mayClose(State state, boolean again) {
        return switch (state) {
            case BILLED, NOTHING, PARKED -> false;
            case REOPENED -> true;
            case VOIDED -> again;
        };
    }

    /**
     * What was used of the month up to now, and before it, and not billed yet; fee and minimum come
     * with the end of the month.
     *
     * @return nothing when there is nothing to bill
     */
    List<IssuedInvoice> interim(KnownAccount account, BillingPeriod period, Instant upTo, By by) {
        closes.requireBorders(period);
        return again(() -> transaction.execute(_ -> interimLocked(account, period, upTo, by)));
    }

    private List<IssuedInvoice> interimLocked(
            KnownAccount account, BillingPeriod period, Instant upTo, By by) {
        closes.lock(account.id());
        List<Rated> rated = rate(account, period, Segment.Stage.OPEN, upTo);
        objection(account, period, rated, null).ifPresent(Refusals::objection);
        List<IssuedInvoice> issued = new ArrayList<>();
        rated.forEach(each -> issued.add(issuing.issue(account, period, each, false, by)));
        DurableSteps.commit("invoice.interim");
        return issued;
    }

    /**
     * What an invoice would say, one for each currency; without those in which there is no line.
     *
     * @param upTo usage of hours that begin before it
     */
    List<Rated> rate(
            KnownAccount account, BillingPeriod period, Segment.Stage stage, Instant upTo) {
        Map<Currency, List<Segment>> byCurrency = new LinkedHashMap<>();
        gathering
                .of(account, period, stage, upTo)
                .forEach(
                        segment ->
                                byCurrency
                                        .computeIfAbsent(
                                                segment.book().currency(), _ -> new ArrayList<>())
                                        .add(segment));
        List<Rated> rated = new ArrayList<>();
        byCurrency.forEach((currency, segments) -> rated.add(rate(account, currency, segments)));
        rated.removeIf(each -> each.lines().isEmpty());
        return rated;
    }

    private Rated rate(KnownAccount account, Currency currency, List<Segment> segments) {
        Set<YearMonth> months =
                segments.stream()
                        .map(segment -> segment.period().month())
                        .collect(Collectors.toSet());
        return Rating.rate(segments, agreements.adjustments(account, months, currency));
    }

    private Optional<Bounds.Objection> objection(
            KnownAccount account, BillingPeriod period, List<Rated> rated, @Nullable Close before) {
        if (before == null && invoices.closes(account.id(), period.month())) {
            return Optional.of(
                    new Bounds.Objection(
                            Parking.DUPLICATE,
                            period.month() + " has an invoice, and was not closed"));
        }
        BigDecimal accepted = before == null ? null : before.accepted();
        return rated.stream()
                .flatMap(
                        each ->
                                bounds
                                        .check(each, lastNets(account, period, each), accepted)
                                        .stream())
                .findFirst();
    }

    private List<BigDecimal> lastNets(KnownAccount account, BillingPeriod period, Rated rated) {
        return invoices.lastNets(
                account.id(), rated.currency(), period.month(), properties.usualMonths());
    }

    private Closed park(
            KnownAccount account,
            BillingPeriod period,
            List<Rated> rated,
            Bounds.Objection objection,
            Instant now) {
        BigDecimal most =
                rated.stream()
                        .map(each -> each.net().amount())
                        .reduce(BigDecimal.ZERO, BigDecimal::max);
        closes.put(
                new Close(
                        account.id(),
                        period.month(),
                        State.PARKED,
                        null,
                        objection.reason(),
                        objection.detail(),
                        most,
                        now));
        return new Closed.Parked(objection.reason(), objection.detail());
    }

    private void put(
            KnownAccount account,
            BillingPeriod period,
            State state,
            @Nullable InvoiceNumber number,
            Instant now) {
        String first = number == null ? null : number.value();
        closes.put(new Close(account.id(), period.month(), state, first, null, null, null, now));
    }
}
