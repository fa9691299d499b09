package dev.meterlark.billing.web;

import dev.meterlark.account.Page;
import dev.meterlark.billing.invoice.Draft;
import dev.meterlark.billing.invoice.Drafts;
import dev.meterlark.billing.invoice.InvoiceView;
import dev.meterlark.billing.invoice.Invoices;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;

/** The invoices and credit notes of the caller's account. */
@RestController
@RequestMapping("/api/v1/invoices")
class InvoicesController {

    private final Invoices invoices;
    private final Drafts drafts;

    InvoicesController(Invoices invoices, Drafts drafts) {
        this.invoices = invoices;
        this.drafts = drafts;
    }

    /** The newest first. */
    @Access(Permission.BILLING_READ)
    @GetMapping
    Page<InvoiceAnswer.Head> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<InvoiceView> page = invoices.list(caller.account(), cursor, limit);
        return new Page<>(
                page.items().stream().map(InvoiceAnswer.Head::of).toList(), page.nextCursor());
    }

    record Next(List<Unfinished> items) {}

    /**
     * What an invoice would say if the month ended now.
     *
     * @param upTo usage of hours that began before it is in it
     */
    record Unfinished(
            String period,
            Instant from,
            Instant to,
            Instant upTo,
            String currency,
            List<InvoiceAnswer.Line> lines,
            List<InvoiceAnswer.Tax> taxes,
            String net,
            String tax,
            String gross,
            String credited,
            String payable) {

        static Unfinished of(Draft draft) {
            return new Unfinished(
                    draft.period().month().toString(),
                    draft.period().from(),
                    draft.period().to(),
                    draft.upTo(),
                    draft.currency().getCurrencyCode(),
                    InvoiceAnswer.lines(draft.lines()),
                    InvoiceAnswer.taxes(draft.taxes()),
                    InvoiceAnswer.plain(draft.net()),
                    InvoiceAnswer.plain(draft.tax()),
                    InvoiceAnswer.plain(draft.gross()),
                    InvoiceAnswer.plain(draft.credited()),
                    InvoiceAnswer.plain(draft.payable()));
        }
    }

    /** Of the running month, one for each currency; none when there is nothing to bill. */
    @Access(Permission.BILLING_READ)
    @GetMapping("/draft")
    Next draft(Caller caller) {
        return new Next(drafts.of(caller.account()).stream().map(Unfinished::of).toList());
    }

    @Access(Permission.BILLING_READ)
    @GetMapping("/{number}")
    InvoiceAnswer.Whole one(Caller caller, @PathVariable String number) {
        InvoiceView view = invoices.get(caller.account(), number);
        return InvoiceAnswer.Whole.of(view, invoices.issued(caller.account(), number));
    }

    /** The bytes that {@code sha256} is of. */
    @Access(Permission.BILLING_READ)
    @GetMapping(value = "/{number}/snapshot", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] snapshot(Caller caller, @PathVariable String number) {
        return invoices.snapshot(caller.account(), number);
    }
}
