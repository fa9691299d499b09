package dev.meterlark.billing.plan;

import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The versions of plans' prices; for the operator. A draft is free to change. What is published
 * holds from a whole hour on, until the next one of its plan does; until then it may be withdrawn,
 * and from then on never changes.
 */
@Service
@Transactional
public class PriceBooks {

    private final BookRows books;
    private final PlanRows plans;
    private final AssignmentRows assignments;
    private final ChangeRows changes;
    private final BillingProperties properties;
    private final AuditLog audit;
    private final InstantSource clock;

    PriceBooks(
            BookRows books,
            PlanRows plans,
            AssignmentRows assignments,
            ChangeRows changes,
            BillingProperties properties,
            AuditLog audit,
            InstantSource clock) {
        this.books = books;
        this.plans = plans;
        this.assignments = assignments;
        this.changes = changes;
        this.properties = properties;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<DatedBook> list(@Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<DatedBook> found = books.after(stretch.after(), stretch.most() + 1);
        return new Page<>(
                stretch.items(found), stretch.nextCursor(found, each -> each.book().id()));
    }

    /** The drafts of one plan, and what was and will be published of it, the latest first. */
    @Transactional(readOnly = true)
    public List<DatedBook> latestOf(String plan, int most) {
        return books.latestOf(plan, most);
    }

    @Transactional(readOnly = true)
    public DatedBook get(String id) {
        return books.find(id).orElseThrow(PriceBooks::unknown);
    }

    /** As a draft. */
    public DatedBook create(Caller operator, BookWish wish) {
        String id = Typed.id("id", wish.id());
        String plan = Typed.id("plan", wish.plan());
        PriceBook book = wish.book(id, plans.find(plan).orElseThrow(OfferedPlans::unknown));
        changes.count();
        if (books.find(id).isPresent()) {
            throw Refusals.conflict("there is a price book %s already".formatted(id));
        }
        books.insert(book, clock.instant());
        return told(operator, "price-book.created", id);
    }

    /** A draft's prices; those of others never change. */
    public DatedBook replace(Caller operator, String id, BookWish wish) {
        DatedBook before = draft(id);
        books.replace(
                wish.book(id, plans.find(before.book().plan()).orElseThrow(OfferedPlans::unknown)));
        return told(operator, "price-book.changed", id);
    }

    public void delete(Caller operator, String id) {
        draft(id);
        books.delete(id);
        audit.record(operator, "price-book.deleted", subject(id), Map.of());
    }

    /**
     * @param from a whole hour that every node knows of in time; null for the first such
     */
    public DatedBook publish(Caller operator, String id, @Nullable String from) {
        DatedBook book = draft(id);
        Instant soonest = properties.soonest(clock.instant());
        Instant wanted = Typed.instantOrNull("effectiveFrom", from);
        Instant begin = wanted == null ? soonest : wanted;
        if (!BillingPeriod.isWholeHour(begin) || begin.isBefore(soonest)) {
            throw Refusals.invalid(
                    "effectiveFrom must be a whole hour of UTC, %s at the soonest, was: %s"
                            .formatted(soonest, begin));
        }
        refuseOverlap(book, begin);
        books.date(id, begin);
        return told(operator, "price-book.published", id);
    }

    /** Each of a plan's books holds until the next: none begins at or before one that is there. */
    private void refuseOverlap(DatedBook book, Instant begin) {
        List<DatedBook> there = books.publishedOf(book.book().plan());
        if (there.isEmpty()) {
            return;
        }
        DatedBook last = there.getLast();
        Instant holds = last.effectiveFrom();
        if (holds != null && !begin.isAfter(holds)) {
            throw Refusals.conflict(
                    "it would overlap with price book %s, which holds from %s; let it begin later, or withdraw that one"
                            .formatted(last.book().id(), holds));
        }
    }

    /** To a draft again, as long as its hour has not come. */
    public DatedBook withdraw(Caller operator, String id) {
        changes.count();
        DatedBook book = get(id);
        if (book.isDraft() || book.inForce(clock.instant())) {
            throw Refusals.conflict(
                    "price book %s is %s; only one whose hour has not come can be withdrawn"
                            .formatted(id, book.isDraft() ? "a draft" : "in force"));
        }
        boolean only = books.publishedOf(book.book().plan()).size() == 1;
        if (only && assignments.isUsed(book.book().plan())) {
            throw Refusals.conflict(
                    "price book %s holds the only prices of plan %s, which accounts are to be on"
                            .formatted(id, book.book().plan()));
        }
        books.date(id, null);
        return told(operator, "price-book.withdrawn", id);
    }

    private DatedBook draft(String id) {
        changes.count();
        DatedBook book = get(id);
        if (!book.isDraft()) {
            throw Refusals.conflict(
                    "price book %s was published to hold from %s and does not change; make another, or withdraw it before its hour comes"
                            .formatted(id, book.effectiveFrom()));
        }
        return book;
    }

    private DatedBook told(Caller operator, String action, String id) {
        DatedBook book = get(id);
        audit.record(
                operator,
                action,
                subject(id),
                Map.of(
                        "plan",
                        book.book().plan(),
                        "effectiveFrom",
                        String.valueOf(book.effectiveFrom())));
        return book;
    }

    private static String subject(String id) {
        return "price-book:" + id;
    }

    private static RuntimeException unknown() {
        return Refusals.unknown("there is no such price book");
    }
}
