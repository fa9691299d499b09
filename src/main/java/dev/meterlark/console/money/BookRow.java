package dev.meterlark.console.money;

import dev.meterlark.billing.PlanTerms;
import dev.meterlark.billing.plan.Assignment;
import dev.meterlark.billing.plan.DatedBook;
import dev.meterlark.billing.preview.MonthCost;
import dev.meterlark.billing.preview.Preview;
import dev.meterlark.console.Show;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A price book in the operator's lists.
 *
 * @param state draft, scheduled or published
 * @param mood how that looks
 */
record BookRow(
        String id,
        String plan,
        String state,
        String mood,
        @Nullable Instant from,
        String fee,
        String minimum,
        String currency) {

    static BookRow of(DatedBook dated, Instant now) {
        String state = dated.state(now);
        return new BookRow(
                dated.book().id(),
                dated.book().plan(),
                state,
                state.equals("published") ? "good" : state.equals("draft") ? "" : "warn",
                dated.effectiveFrom(),
                Show.amount(dated.book().fee()),
                Show.amount(dated.book().minimum()),
                dated.book().currency().getCurrencyCode());
    }

    /** A plan with the versions of its prices, the latest first. */
    record Offered(
            String id,
            String name,
            String currency,
            @Nullable String hardCap,
            String kept,
            List<BookRow> books) {

        static Offered of(PlanTerms terms, List<BookRow> books) {
            Money hardCap = terms.hardCap();
            return new Offered(
                    terms.id(),
                    terms.name(),
                    terms.currency().getCurrencyCode(),
                    hardCap == null ? null : Show.amount(hardCap),
                    KeptText.of(terms.retention()),
                    books);
        }
    }

    /** What one account's month came to, and would have. */
    record Compared(String account, String name, Cost was, Cost wouldBe, boolean more) {

        static Compared of(Preview preview) {
            Money was = preview.asItWas().gross();
            Money wouldBe = preview.asItWouldBe().gross();
            return new Compared(
                    preview.account().id().toString(),
                    preview.account().name(),
                    Cost.of(preview.asItWas()),
                    Cost.of(preview.asItWouldBe()),
                    wouldBe.amount().compareTo(was.amount()) > 0);
        }
    }

    /** A month as an invoice would have it. */
    record Cost(String net, String discounts, String tax, String gross, String payable) {

        static Cost of(MonthCost cost) {
            return new Cost(
                    Show.amount(cost.net()),
                    Show.amount(cost.discounts()),
                    Show.amount(cost.tax()),
                    Show.amount(cost.gross()),
                    Show.amount(cost.payable()));
        }
    }

    /**
     * What an account is on from an hour on.
     *
     * @param ahead whether its hour has not come, so that it can be taken back
     */
    record Assigned(Instant from, String plan, String reason, boolean ahead) {

        static Assigned of(Assignment assignment, Instant now) {
            return new Assigned(
                    assignment.from(),
                    assignment.plan() == null ? "closed" : assignment.plan(),
                    assignment.reason(),
                    assignment.from().isAfter(now));
        }
    }
}
