package dev.meterlark.billing.invoice;

import dev.meterlark.account.ExportBounds;
import dev.meterlark.account.ExportPart;
import dev.meterlark.account.ExportSink;
import dev.meterlark.account.Page;
import dev.meterlark.shared.Caller;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Invoices and credit notes as they were issued: the bytes that their hashes are of. */
@Component
@Order(5)
class ExportedInvoices implements ExportPart {

    private static final int AT_ONCE = 100;

    private final Invoices invoices;

    ExportedInvoices(Invoices invoices) {
        this.invoices = invoices;
    }

    @Override
    public String tells(ExportBounds bounds) {
        return """
        invoices.jsonl     numbers of invoices and credit notes, each with the SHA-256 of
                           what was issued
        invoices/          what was issued: the bytes that the hash is of
        """;
    }

    @Override
    public void write(Caller caller, ExportSink sink) throws IOException {
        List<String> numbers = new ArrayList<>();
        sink.lines(
                "invoices.jsonl",
                cursor -> {
                    Page<InvoiceView> stretch = invoices.list(caller.account(), cursor, AT_ONCE);
                    List<Hash> heads =
                            stretch.items().stream()
                                    .map(each -> new Hash(each.number().value(), each.sha256()))
                                    .toList();
                    heads.forEach(each -> numbers.add(each.number()));
                    return new Page<>(heads, stretch.nextCursor());
                });
        for (String number : numbers) {
            byte[] issued = invoices.snapshot(caller.account(), number);
            sink.bytes("invoices/%s.json".formatted(number), new ByteArrayInputStream(issued));
        }
    }

    private record Hash(String number, String sha256) {}
}
