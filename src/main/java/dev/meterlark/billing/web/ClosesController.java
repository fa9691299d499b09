package dev.meterlark.billing.web;

import dev.meterlark.account.Page;
import dev.meterlark.billing.invoice.CloseProgress;
import dev.meterlark.billing.invoice.Closes;
import dev.meterlark.billing.invoice.Corrections;
import dev.meterlark.billing.invoice.Invoices;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.ParkedMonth;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/** What only the operator may do with months and invoices. */
@RestController
@RequestMapping("/api/v1/admin")
class ClosesController {

    private final Closes closes;
    private final Corrections corrections;
    private final Invoices invoices;

    ClosesController(Closes closes, Corrections corrections, Invoices invoices) {
        this.closes = closes;
        this.corrections = corrections;
        this.invoices = invoices;
    }

    /**
     * @param period as in {@code 2026-10}
     */
    record Month(@Nullable String period) {}

    /**
     * @param whole whether every account was looked at
     */
    record Progress(
            String period,
            Instant from,
            Instant to,
            long billed,
            long nothingToBill,
            long parked,
            boolean whole) {

        static Progress of(CloseProgress progress) {
            return new Progress(
                    progress.period().month().toString(),
                    progress.period().from(),
                    progress.period().to(),
                    progress.billed(),
                    progress.nothingToBill(),
                    progress.parked(),
                    progress.whole());
        }
    }

    /** Closes a month that is over for every account, soon, without waiting for the cut-off. */
    @Access(Permission.OPERATE)
    @PostMapping("/closes")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Progress close(Caller caller, @RequestBody Month month) {
        return Progress.of(closes.close(caller, read(month.period())));
    }

    @Access(Permission.OPERATE)
    @GetMapping("/closes/{period}")
    Progress progress(@PathVariable String period) {
        return Progress.of(closes.progress(read(period)));
    }

    record Made(List<InvoiceAnswer.Head> items) {}

    /**
     * Finalises a month of one account; without a period it bills what was used of the running
     * month by now.
     */
    @Access(Permission.OPERATE)
    @PostMapping("/accounts/{account}/invoices")
    @ResponseStatus(HttpStatus.CREATED)
    Made finalise(Caller caller, @PathVariable String account, @RequestBody Month month) {
        AccountId id = AccountId.named(account);
        return made(
                month.period() == null
                        ? closes.interim(caller, id)
                        : closes.finalise(caller, id, read(month.period())));
    }

    /**
     * @param net what it would come to
     */
    record Parked(
            String account,
            String period,
            String reason,
            String detail,
            String net,
            Instant since) {

        static Parked of(ParkedMonth month) {
            return new Parked(
                    month.account().toString(),
                    month.period().toString(),
                    month.reason().wireName(),
                    month.detail(),
                    month.net().stripTrailingZeros().toPlainString(),
                    month.since());
        }
    }

    @Access(Permission.OPERATE)
    @GetMapping("/parked-months")
    Page<Parked> parked(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<ParkedMonth> page = closes.parked(cursor, limit);
        return new Page<>(page.items().stream().map(Parked::of).toList(), page.nextCursor());
    }

    record Why(@Nullable String reason) {}

    /** Bills it at once, up to the amount that it was parked with. */
    @Access(Permission.OPERATE)
    @PostMapping("/accounts/{account}/parked-months/{period}/unpark")
    Made unpark(
            Caller caller,
            @PathVariable String account,
            @PathVariable String period,
            @RequestBody Why why) {
        return made(closes.unpark(caller, AccountId.named(account), read(period), why.reason()));
    }

    @Access(Permission.OPERATE)
    @GetMapping("/accounts/{account}/invoices/{number}")
    InvoiceAnswer.Whole one(@PathVariable String account, @PathVariable String number) {
        AccountId id = AccountId.named(account);
        return InvoiceAnswer.Whole.of(invoices.get(id, number), invoices.issued(id, number));
    }

    @Access(Permission.OPERATE)
    @PostMapping("/invoices/{number}/void")
    InvoiceAnswer.Head makeVoid(Caller caller, @PathVariable String number, @RequestBody Why why) {
        return InvoiceAnswer.Head.of(corrections.makeVoid(caller, number, why.reason()));
    }

    /**
     * @param lines what of which lines is taken back; all that is left when it is left out
     */
    record Credit(@Nullable String reason, @Nullable List<Corrections.Taken> lines) {}

    @Access(Permission.OPERATE)
    @PostMapping("/invoices/{number}/credit-notes")
    @ResponseStatus(HttpStatus.CREATED)
    InvoiceAnswer.Head credit(
            Caller caller, @PathVariable String number, @RequestBody Credit credit) {
        return InvoiceAnswer.Head.of(
                corrections.credit(caller, number, credit.reason(), credit.lines()));
    }

    private Made made(List<IssuedInvoice> issued) {
        return new Made(
                issued.stream()
                        .map(each -> invoices.get(each.account(), each.number().value()))
                        .map(InvoiceAnswer.Head::of)
                        .toList());
    }

    private static YearMonth read(@Nullable String period) {
        try {
            if (period != null && period.length() == 7) {
                return YearMonth.parse(period);
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "period must be a month such as 2026-10, was: "
                        + (period == null || period.length() <= 60
                                ? period
                                : period.substring(0, 60) + "…"));
    }
}
