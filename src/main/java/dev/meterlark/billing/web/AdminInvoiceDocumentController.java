package dev.meterlark.billing.web;

import dev.meterlark.billing.document.DocumentFormat;
import dev.meterlark.billing.document.Documents;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Permission;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** An account's invoices and credit notes as files, as the account itself has them. */
@RestController
@RequestMapping("/api/v1/admin/accounts/{account}/invoices")
class AdminInvoiceDocumentController {

    private final Documents documents;

    AdminInvoiceDocumentController(Documents documents) {
        this.documents = documents;
    }

    @Access(Permission.OPERATE)
    @GetMapping("/{number}.pdf")
    ResponseEntity<byte[]> pdf(@PathVariable String account, @PathVariable String number) {
        return answer(account, number, DocumentFormat.PDF);
    }

    @Access(Permission.OPERATE)
    @GetMapping("/{number}.csv")
    ResponseEntity<byte[]> csv(@PathVariable String account, @PathVariable String number) {
        return answer(account, number, DocumentFormat.CSV);
    }

    @Access(Permission.OPERATE)
    @GetMapping("/{number}.xml")
    ResponseEntity<byte[]> xml(@PathVariable String account, @PathVariable String number) {
        return answer(account, number, DocumentFormat.XML);
    }

    private ResponseEntity<byte[]> answer(String account, String number, DocumentFormat format) {
        return documents.of(AccountId.named(account), number, format).answer();
    }
}
