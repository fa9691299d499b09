package dev.meterlark.billing.web;

import dev.meterlark.billing.document.DocumentFormat;
import dev.meterlark.billing.document.Documents;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Invoices and credit notes as files. */
@RestController
@RequestMapping("/api/v1/invoices")
class InvoiceDocumentController {

    private final Documents documents;

    InvoiceDocumentController(Documents documents) {
        this.documents = documents;
    }

    /** For people: PDF/A-3 with the e-invoice inside of it (Factur-X, EN 16931). */
    @Access(Permission.BILLING_READ)
    @GetMapping("/{number}.pdf")
    ResponseEntity<byte[]> pdf(Caller caller, @PathVariable String number) {
        return answer(caller, number, DocumentFormat.PDF);
    }

    /** For spreadsheets: each line, and what each function and other thing has in it. */
    @Access(Permission.BILLING_READ)
    @GetMapping("/{number}.csv")
    ResponseEntity<byte[]> csv(Caller caller, @PathVariable String number) {
        return answer(caller, number, DocumentFormat.CSV);
    }

    /** For programs: XRechnung, or EN 16931 alone where something is missing for it (CII). */
    @Access(Permission.BILLING_READ)
    @GetMapping("/{number}.xml")
    ResponseEntity<byte[]> xml(Caller caller, @PathVariable String number) {
        return answer(caller, number, DocumentFormat.XML);
    }

    private ResponseEntity<byte[]> answer(Caller caller, String number, DocumentFormat format) {
        return documents.of(caller.account(), number, format).answer();
    }
}
