package dev.meterlark.billing.invoice;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Gives numbers out, one series each for invoices and credit notes. */
@Component
class Numbering {

    private final JdbcClient jdbc;

    Numbering(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Waits for whoever took one and has not committed: so that a transaction that fails leaves no
     * gap. Take it late.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long next(IssuedInvoice.Kind kind) {
        int found =
                jdbc.sql("update invoice_series set last_number = last_number + 1 where series = ?")
                        .param(kind.name())
                        .update();
        if (found != 1) {
            throw new IllegalStateException("there is no series of numbers for " + kind);
        }
        return jdbc.sql("select last_number from invoice_series where series = ?")
                .param(kind.name())
                .query(Long.class)
                .single();
    }
}
