package dev.meterlark.billing.preview;

import dev.meterlark.account.AccountOverview;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.Page;
import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.invoice.UsedByThings;
import dev.meterlark.billing.plan.Adjusting;
import dev.meterlark.billing.plan.PlanHistory;
import dev.meterlark.billing.plan.PriceBooks;
import dev.meterlark.billing.rating.Billed;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Segment;
import dev.meterlark.billing.rating.Used;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Shows an operator what a price book would have made of a month that is over. */
@Service
public class Previews {

    private static final YearMonth FIRST = YearMonth.of(2000, 1);

    private final PriceBooks books;
    private final PlanHistory history;
    private final UsedByThings usage;
    private final Adjusting adjusting;
    private final Accounts accounts;
    private final BillingProperties properties;
    private final InstantSource clock;

    Previews(
            PriceBooks books,
            PlanHistory history,
            UsedByThings usage,
            Adjusting adjusting,
            Accounts accounts,
            BillingProperties properties,
            InstantSource clock) {
        this.books = books;
        this.history = history;
        this.usage = usage;
        this.adjusting = adjusting;
        this.accounts = accounts;
        this.properties = properties;
        this.clock = clock;
    }

    /** A stretch of the accounts, by id, with the month that was looked at. */
    public record OfMonth(BillingPeriod period, PriceBook book, Page<Preview> accounts) {}

    /**
     * Of accounts that were there by the month's end, as if each had been on the book for all of
     * it.
     *
     * @param month null for the last one that is over
     */
    public OfMonth of(
            String book, @Nullable String month, @Nullable String cursor, @Nullable Integer limit) {
        PriceBook looked = books.get(book).book();
        BillingPeriod period = period(month);
        Stretch stretch = Stretch.of(cursor, limit);
        List<AccountOverview> found = accounts.byId(after(stretch), stretch.most() + 1);
        List<Preview> previews =
                stretch.items(found).stream()
                        .filter(each -> each.createdAt().isBefore(period.to()))
                        .map(each -> preview(each, period, looked))
                        .toList();
        String next = stretch.nextCursor(found, each -> each.identity().id().toString());
        return new OfMonth(period, looked, new Page<>(previews, next));
    }

    /** What one account's last month that is over came to, and would have. */
    public record OfAccount(YearMonth month, MonthCost was, MonthCost wouldBe) {}

    /** Empty when nothing was used in it. */
    public Optional<OfAccount> of(AccountId account, PriceBook book) {
        BillingPeriod period = period(null);
        Looked looked = look(account, period, book);
        return looked.used().isEmpty()
                ? Optional.empty()
                : Optional.of(new OfAccount(period.month(), looked.was(), looked.wouldBe()));
    }

    private Preview preview(AccountOverview account, BillingPeriod period, PriceBook book) {
        Looked looked = look(account.identity().id(), period, book);
        return new Preview(account.identity(), looked.was(), looked.wouldBe());
    }

    private record Looked(List<Used> used, MonthCost was, MonthCost wouldBe) {}

    private Looked look(AccountId account, BillingPeriod period, PriceBook book) {
        List<Segment> was = new ArrayList<>();
        List<Used> all = new ArrayList<>();
        for (PlanHistory.Stretch each : history.segments(account, period)) {
            List<Used> used = usage.of(account, each.from(), each.to());
            all.addAll(used);
            was.add(
                    new Segment(
                            period,
                            each.from(),
                            each.to(),
                            each.due(),
                            Segment.Stage.DUE,
                            used,
                            Billed.NOTHING));
        }
        Segment whole = Segment.whole(period, book, Segment.Stage.DUE, all);
        return new Looked(all, cost(account, inOneCurrency(was)), cost(account, List.of(whole)));
    }

    /** Of the last one: within a month the currency does not change. */
    private static List<Segment> inOneCurrency(List<Segment> segments) {
        Currency last = segments.getLast().book().currency();
        return segments.stream().filter(each -> each.book().currency().equals(last)).toList();
    }

    private MonthCost cost(AccountId account, List<Segment> segments) {
        Segment last = segments.getLast();
        return MonthCost.of(
                segments,
                adjusting.asIfUnbilled(account, last.period().month(), last.book().currency()));
    }

    private BillingPeriod period(@Nullable String text) {
        Instant now = clock.instant();
        YearMonth last = BillingPeriod.at(now, properties.zone()).month().minusMonths(1);
        YearMonth month = text == null ? last : month(text).orElseThrow(() -> noMonth(text, last));
        if (month.isAfter(last) || month.isBefore(FIRST)) {
            throw noMonth(text == null ? "" : text, last);
        }
        return BillingPeriod.of(month, properties.zone());
    }

    private static Optional<YearMonth> month(String text) {
        try {
            return Optional.of(YearMonth.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static RefusedException noMonth(String text, YearMonth last) {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "month must be one that is over, %s or before, was: %s"
                        .formatted(last, text.length() <= 20 ? text : text.substring(0, 20) + "…"));
    }

    private static @Nullable AccountId after(Stretch stretch) {
        try {
            return stretch.after().isEmpty() ? null : AccountId.parse(stretch.after());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "cursor is not one that this list answered with; leave it out to start over");
        }
    }
}
