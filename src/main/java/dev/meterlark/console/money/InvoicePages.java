package dev.meterlark.console.money;

import dev.meterlark.account.Page;
import dev.meterlark.billing.document.DocumentFormat;
import dev.meterlark.billing.document.Documents;
import dev.meterlark.billing.invoice.Drafts;
import dev.meterlark.billing.invoice.InvoiceView;
import dev.meterlark.billing.invoice.Invoices;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.payment.Paying;
import dev.meterlark.billing.payment.SavedMethods;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What was billed, what the running month comes to so far, each invoice as a file, and how it is
 * paid.
 */
@Room
@RequestMapping("/invoices")
class InvoicePages {

    private final Invoices invoices;
    private final Drafts drafts;
    private final Documents documents;
    private final Paying paying;
    private final SavedMethods saved;

    InvoicePages(
            Invoices invoices,
            Drafts drafts,
            Documents documents,
            Paying paying,
            SavedMethods saved) {
        this.invoices = invoices;
        this.drafts = drafts;
        this.documents = documents;
        this.paying = paying;
        this.saved = saved;
    }

    @Access(Permission.BILLING_READ)
    @GetMapping
    String list(
            Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        Page<InvoiceView> page = invoices.list(caller.account(), cursor, null);
        model.addAttribute("invoices", page.items().stream().map(InvoiceRow::of).toList());
        model.addAttribute("next", page.nextCursor());
        model.addAttribute(
                "drafts", drafts.of(caller.account()).stream().map(InvoiceSheet::of).toList());
        return "money/invoices";
    }

    @Access(Permission.BILLING_READ)
    @GetMapping("/{number}")
    String one(Caller caller, @PathVariable String number, Model model) {
        InvoiceView view = invoices.get(caller.account(), number);
        model.addAttribute("invoice", InvoiceRow.of(view));
        IssuedInvoice issued = invoices.issued(caller.account(), number);
        model.addAttribute("sheet", InvoiceSheet.of(issued));
        model.addAttribute("pay", HowToPay.of(view, issued, saved.of(caller.account())));
        String obstacle = documents.obstacleToXml(caller.account(), number);
        model.addAttribute("noXml", obstacle == null ? null : Show.sentence(obstacle));
        return "money/invoice";
    }

    @Access(Permission.BILLING_MANAGE)
    @PostMapping("/{number}/pay")
    String pay(Caller caller, @PathVariable String number, RedirectAttributes next) {
        Problem.tell(
                next,
                () -> paying.charge(caller, number),
                "It is being charged; the invoice says so when it is paid.");
        return "redirect:/invoices/" + invoices.get(caller.account(), number).number();
    }

    @Access(Permission.BILLING_READ)
    @GetMapping("/{number}.pdf")
    ResponseEntity<byte[]> pdf(Caller caller, @PathVariable String number) {
        return file(caller, number, DocumentFormat.PDF);
    }

    @Access(Permission.BILLING_READ)
    @GetMapping("/{number}.csv")
    ResponseEntity<byte[]> csv(Caller caller, @PathVariable String number) {
        return file(caller, number, DocumentFormat.CSV);
    }

    @Access(Permission.BILLING_READ)
    @GetMapping("/{number}.xml")
    ResponseEntity<byte[]> xml(Caller caller, @PathVariable String number) {
        return file(caller, number, DocumentFormat.XML);
    }

    private ResponseEntity<byte[]> file(Caller caller, String number, DocumentFormat format) {
        return documents.of(caller.account(), number, format).answer();
    }
}
