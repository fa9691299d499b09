package dev.meterlark.console.money;

import dev.meterlark.account.Accounts;
import dev.meterlark.billing.document.DocumentFormat;
import dev.meterlark.billing.document.Documents;
import dev.meterlark.billing.invoice.Corrections;
import dev.meterlark.billing.invoice.InvoiceView;
import dev.meterlark.billing.invoice.Invoices;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.UUID;

/** One invoice of an account, for the operator: what is on it, its files, and its correction. */
@Room
@RequestMapping("/operator/money/{account}/invoices")
class OperatorInvoicePages {

    private final Accounts accounts;
    private final Invoices invoices;
    private final Documents documents;
    private final Corrections corrections;

    OperatorInvoicePages(
            Accounts accounts, Invoices invoices, Documents documents, Corrections corrections) {
        this.accounts = accounts;
        this.invoices = invoices;
        this.documents = documents;
        this.corrections = corrections;
    }

    @Access(Permission.OPERATE)
    @GetMapping("/{number}")
    String one(@PathVariable UUID account, @PathVariable String number, Model model) {
        AccountId id = new AccountId(account);
        InvoiceView view = invoices.get(id, number);
        String obstacle = documents.obstacleToXml(id, number);
        model.addAttribute("id", account.toString());
        model.addAttribute("name", accounts.identity(id).name());
        model.addAttribute("invoice", InvoiceRow.of(view));
        model.addAttribute("correctable", correctable(view));
        model.addAttribute("sheet", InvoiceSheet.of(invoices.issued(id, number)));
        model.addAttribute("noXml", obstacle == null ? null : Show.sentence(obstacle));
        return "money/operator-invoice";
    }

    private static boolean correctable(InvoiceView view) {
        return switch (view.kind()) {
            case CREDIT_NOTE -> false;
            case INVOICE ->
                    switch (view.state()) {
                        case FINALISED, PAID -> true;
                        case VOID -> false;
                    };
        };
    }

    @Access(Permission.OPERATE)
    @PostMapping("/{number}/void")
    @Confirmed
    String makeVoid(
            Caller caller,
            @PathVariable UUID account,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes next) {
        String own = own(account, number);
        Problem.tell(
                next,
                () -> corrections.makeVoid(caller, own, reason),
                "The invoice is void: nobody owes it.");
        return back(account, own);
    }

    /** Of all that is left of it; parts of lines are credited over REST. */
    @Access(Permission.OPERATE)
    @PostMapping("/{number}/credit-notes")
    @Confirmed
    String credit(
            Caller caller,
            @PathVariable UUID account,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes next) {
        String own = own(account, number);
        Problem.tell(
                next,
                () -> corrections.credit(caller, own, reason, null),
                "A credit note takes back all that was left of it.");
        return back(account, own);
    }

    @Access(Permission.OPERATE)
    @GetMapping("/{number}.pdf")
    ResponseEntity<byte[]> pdf(@PathVariable UUID account, @PathVariable String number) {
        return file(account, number, DocumentFormat.PDF);
    }

    @Access(Permission.OPERATE)
    @GetMapping("/{number}.csv")
    ResponseEntity<byte[]> csv(@PathVariable UUID account, @PathVariable String number) {
        return file(account, number, DocumentFormat.CSV);
    }

    @Access(Permission.OPERATE)
    @GetMapping("/{number}.xml")
    ResponseEntity<byte[]> xml(@PathVariable UUID account, @PathVariable String number) {
        return file(account, number, DocumentFormat.XML);
    }

    private ResponseEntity<byte[]> file(UUID account, String number, DocumentFormat format) {
        return documents.of(new AccountId(account), number, format).answer();
    }

    /** Its number, where it is that account's. */
    private String own(UUID account, String number) {
        return invoices.get(new AccountId(account), number).number().value();
    }

    private static String back(UUID account, String number) {
        return "redirect:/operator/money/%s/invoices/%s".formatted(account, number);
    }
}
