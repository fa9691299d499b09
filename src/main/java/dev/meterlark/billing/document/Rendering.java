package dev.meterlark.billing.document;

import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Makes documents, so many at once and no more, because a long one takes memory. */
@Component
class Rendering {

    private final DocumentProperties properties;
    private final Semaphore room;

    Rendering(DocumentProperties properties) {
        this.properties = properties;
        this.room = new Semaphore(properties.atOnce(), true);
    }

    /**
     * @throws RefusedException when it cannot be had in that format, or when too many others are
     *     being made
     */
    InvoiceDocument of(IssuedInvoice invoice, DocumentFormat format) {
        enter();
        try {
            return new InvoiceDocument(
                    fileName(invoice, format), format.mediaType(), bytes(invoice, format));
        } catch (IOException e) {
            throw new UncheckedIOException("invoice %s".formatted(invoice.number()), e);
        } finally {
            room.release();
        }
    }

    private byte[] bytes(IssuedInvoice invoice, DocumentFormat format) throws IOException {
        return switch (format) {
            case PDF -> new InvoicePdf(invoice, properties.detailLines()).bytes();
            case CSV -> InvoiceCsv.of(invoice);
            case XML -> InvoiceXml.alone(expressible(invoice));
        };
    }

    private static IssuedInvoice expressible(IssuedInvoice invoice) {
        String obstacle = Obstacles.to(invoice);
        if (obstacle != null) {
            throw new RefusedException(ErrorCode.CONFLICT, obstacle + "; take the PDF or the CSV");
        }
        return invoice;
    }

    private static String fileName(IssuedInvoice invoice, DocumentFormat format) {
        String kind =
                switch (invoice.kind()) {
                    case INVOICE -> "invoice";
                    case CREDIT_NOTE -> "credit-note";
                };
        String number = invoice.number().value().replaceAll("[^0-9A-Za-z.-]", "-");
        return "%s-%s.%s".formatted(kind, number, format.extension());
    }

    private void enter() {
        Duration wait = properties.longestWait();
        try {
            if (room.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RefusedException(
                ErrorCode.REQUEST_RATE,
                "%d documents are being made already; ask again".formatted(properties.atOnce()),
                Duration.ofSeconds(1));
    }
}
