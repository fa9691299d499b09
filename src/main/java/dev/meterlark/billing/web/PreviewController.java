package dev.meterlark.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.billing.preview.MonthCost;
import dev.meterlark.billing.preview.Preview;
import dev.meterlark.billing.preview.Previews;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** What a price book would have made of a month that is over; for the operator. */
@RestController
class PreviewController {

    private final Previews previews;

    PreviewController(Previews previews) {
        this.previews = previews;
    }

    /**
     * @param month as in {@code 2026-10}
     */
    record Answer(
            String priceBook,
            String plan,
            String month,
            List<Item> items,
            @Nullable String nextCursor) {}

    /**
     * Amounts are decimal strings.
     *
     * @param net usage, fee and minimum, less discounts
     * @param discounts what coupons took off
     * @param gross net and tax
     * @param credited what credits pay of it
     */
    record Cost(
            String currency,
            String net,
            String discounts,
            String tax,
            String gross,
            String credited,
            String payable) {

        static Cost of(MonthCost cost) {
            return new Cost(
                    cost.net().currency().getCurrencyCode(),
                    cost.net().plainAmount(),
                    cost.discounts().plainAmount(),
                    cost.tax().plainAmount(),
                    cost.gross().plainAmount(),
                    cost.credited().plainAmount(),
                    cost.payable().plainAmount());
        }
    }

    /**
     * @param difference how much more it would be gross; left out where the currencies differ
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String account,
            String name,
            String slug,
            Cost asItWas,
            Cost asItWouldBe,
            @Nullable String difference) {

        static Item of(Preview preview) {
            Money was = preview.asItWas().gross();
            Money wouldBe = preview.asItWouldBe().gross();
            boolean same = was.currency().equals(wouldBe.currency());
            return new Item(
                    preview.account().id().toString(),
                    preview.account().name(),
                    preview.account().slug(),
                    Cost.of(preview.asItWas()),
                    Cost.of(preview.asItWouldBe()),
                    same ? difference(was, wouldBe).plainAmount() : null);
        }

        private static Money difference(Money was, Money wouldBe) {
            return new Money(wouldBe.amount().subtract(was.amount()), was.currency());
        }
    }

    /**
     * With the coupons of that month, and the tax and credits of today, as if nothing of it had
     * been billed. Without a month it is the last one that is over.
     */
    @GetMapping("/api/v1/admin/price-books/{book}/preview")
    @Access(Permission.OPERATE)
    Answer preview(
            @PathVariable String book,
            @RequestParam(required = false) @Nullable String month,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Previews.OfMonth found = previews.of(book, month, cursor, limit);
        return new Answer(
                found.book().id(),
                found.book().plan(),
                found.period().month().toString(),
                found.accounts().items().stream().map(Item::of).toList(),
                found.accounts().nextCursor());
    }
}
