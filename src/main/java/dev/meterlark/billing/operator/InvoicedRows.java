package dev.meterlark.billing.operator;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;

/** Sums over what was issued, by the day of issue; void invoices are not in them. */
@Component
class InvoicedRows {

    private final JdbcClient jdbc;

    InvoicedRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Invoices less credit notes, but for the last, which are those alone. */
    record Invoiced(
            YearMonth month,
            Currency currency,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal gross,
            BigDecimal corrected) {}

    List<Invoiced> months(YearMonth from, YearMonth to) {
        return jdbc.sql(
                        """
                        select extract(year from issued_on) y, extract(month from issued_on) m, currency,
                               sum(case when series = 'INVOICE' then net else -net end) net_sum,
                               sum(case when series = 'INVOICE' then tax else -tax end) tax_sum,
                               sum(case when series = 'INVOICE' then gross else -gross end) gross_sum,
                               sum(case when series = 'INVOICE' then 0 else gross end) corrected_sum
                        from invoice
                        where issued_on >= :begin and issued_on < :end and state <> 'VOID'
                        group by extract(year from issued_on), extract(month from issued_on), currency
                        order by 1, 2, 3
                        """)
                .param("begin", from.atDay(1))
                .param("end", to.plusMonths(1).atDay(1))
                .query(
                        (row, _) ->
                                new Invoiced(
                                        YearMonth.of(row.getInt("y"), row.getInt("m")),
                                        Currency.getInstance(row.getString("currency")),
                                        row.getBigDecimal("net_sum"),
                                        row.getBigDecimal("tax_sum"),
                                        row.getBigDecimal("gross_sum"),
                                        row.getBigDecimal("corrected_sum")))
                .list();
    }
}
