package dev.meterlark.billing.invoice;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Invoices as they are stored: the snapshot in pieces, and beside it what becomes of it. */
@Component
class InvoiceRows {

    /** What a column of bytes holds on H2. */
    private static final int PIECE = 1 << 20;

    private static final String INSERT =
            "insert into invoice (number, series, series_number, account_id, entry, period, closes,"
                + " corrects, state, currency, issued_on, due_on, net, tax, gross, credited,"
                + " payable, paid, credited_back, sha256, finalised_at, settled_at, reason) values"
                + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?)";

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;

    InvoiceRows(JdbcTemplate batches) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
    }

    /**
     * @param count of its series
     * @param entry of its account's, from 1
     * @param closes its month
     * @param reason of a credit note; else null
     */
    record NewRow(
            IssuedInvoice invoice,
            long count,
            long entry,
            boolean closes,
            Instant at,
            @Nullable String reason) {

        /** Where nothing is to be paid there is nothing to wait for. */
        InvoiceState state() {
            return invoice.kind() == IssuedInvoice.Kind.CREDIT_NOTE
                            || invoice.payable().amount().signum() == 0
                    ? InvoiceState.PAID
                    : InvoiceState.FINALISED;
        }
    }

    void insert(NewRow row) {
        IssuedInvoice invoice = row.invoice();
        Snapshot snapshot = Snapshot.of(invoice);
        batches.update(
                INSERT,
                invoice.number().value(),
                invoice.kind().name(),
                row.count(),
                invoice.account().value(),
                row.entry(),
                invoice.period().month().toString(),
                row.closes(),
                invoice.corrects(),
                row.state().name(),
                invoice.currency().getCurrencyCode(),
                invoice.issued(),
                invoice.due(),
                invoice.net().amount(),
                invoice.tax().amount(),
                invoice.gross().amount(),
                invoice.credited().amount(),
                invoice.payable().amount(),
                snapshot.sha256(),
                Columns.instant(row.at()),
                row.state() == InvoiceState.PAID ? Columns.instant(row.at()) : null,
                Columns.text(row.reason(), 500));
        insertPieces(invoice.number(), snapshot.bytes());
    }

    private void insertPieces(InvoiceNumber number, byte[] bytes) {
        List<Object[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += PIECE) {
            pieces.add(
                    new Object[] {
                        number.value(),
                        pieces.size(),
                        Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE))
                    });
        }
        batches.batchUpdate(
                "insert into invoice_snapshot (number, piece, bytes) values (?, ?, ?)", pieces);
    }

    /** The newest first. */
    List<Listed> before(AccountId account, long entry, int most) {
        return jdbc.sql(
                        "select * from invoice where account_id = ? and entry < ?"
                                + " order by entry desc limit ?")
                .param(account.value())
                .param(entry)
                .param(most)
                .query((row, _) -> new Listed(row.getLong("entry"), view(row)))
                .list();
    }

    /**
     * @param entry of its account's, from 1
     */
    record Listed(long entry, InvoiceView view) {}

    Optional<InvoiceView> find(AccountId account, String number) {
        return one("select * from invoice where number = ? and account_id = ?", account, number);
    }

    /** The same, held to the transaction's end. */
    Optional<InvoiceView> lock(AccountId account, String number) {
        return one(
                "select * from invoice where number = ? and account_id = ? for update",
                account,
                number);
    }

    private Optional<InvoiceView> one(String sql, AccountId account, String number) {
        return jdbc.sql(sql)
                .param(number)
                .param(account.value())
                .query((row, _) -> view(row))
                .optional();
    }

    /** Whose it is; for the operator, who names no account. */
    Optional<AccountId> owner(String number) {
        return jdbc.sql("select account_id from invoice where number = ?")
                .param(number)
                .query(UUID.class)
                .optional()
                .map(AccountId::new);
    }

    /** What became of it, while it is locked. */
    void update(InvoiceView changed, @Nullable String reason) {
        Instant settledAt = changed.settledAt();
        batches.update(
                "update invoice set state = ?, paid = ?, credited_back = ?, settled_at = ?,"
                        + " reason = coalesce(?, reason) where number = ?",
                changed.state().name(),
                changed.paid().amount(),
                changed.creditedBack().amount(),
                settledAt == null ? null : Columns.instant(settledAt),
                Columns.text(reason, 500),
                changed.number().value());
    }

    Snapshot snapshot(InvoiceNumber number) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        jdbc.sql("select bytes from invoice_snapshot where number = ? order by piece")
                .param(number.value())
                .query(
                        row -> {
                            whole.writeBytes(row.getBytes("bytes"));
                        });
        return new Snapshot(whole.toByteArray());
    }

    /** Whether an invoice that is not void closes the month. */
    boolean closes(AccountId account, YearMonth month) {
        return jdbc.sql(
                                "select count(*) from invoice where account_id = ? and period = ?"
                                        + " and closes and state <> 'VOID'")
                        .param(account.value())
                        .param(month.toString())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    boolean wasClosedBy(InvoiceNumber number) {
        return jdbc.sql("select closes from invoice where number = ?")
                .param(number.value())
                .query(Boolean.class)
                .single();
    }

    /** What the account's last months came to, in a currency, the newest first. */
    List<BigDecimal> lastNets(AccountId account, Currency currency, YearMonth before, int months) {
        return jdbc.sql(
                        "select sum(net) from invoice where account_id = ? and currency = ?"
                                + " and period < ? and series = 'INVOICE' and state <> 'VOID'"
                                + " group by period order by period desc limit ?")
                .param(account.value())
                .param(currency.getCurrencyCode())
                .param(before.toString())
                .param(months)
                .query(BigDecimal.class)
                .list();
    }

    private static InvoiceView view(ResultSet row) throws SQLException {
        OffsetDateTime settledAt = row.getObject("settled_at", OffsetDateTime.class);
        return new InvoiceView(
                new InvoiceNumber(row.getString("number")),
                IssuedInvoice.Kind.valueOf(row.getString("series")),
                new AccountId(row.getObject("account_id", UUID.class)),
                YearMonth.parse(row.getString("period")),
                InvoiceState.valueOf(row.getString("state")),
                row.getString("corrects"),
                row.getObject("issued_on", LocalDate.class),
                row.getObject("due_on", LocalDate.class),
                money(row, "net"),
                money(row, "tax"),
                money(row, "gross"),
                money(row, "credited"),
                money(row, "payable"),
                money(row, "paid"),
                money(row, "credited_back"),
                row.getString("sha256"),
                row.getObject("finalised_at", OffsetDateTime.class).toInstant(),
                settledAt == null ? null : settledAt.toInstant());
    }

    private static Money money(ResultSet row, String column) throws SQLException {
        return new Money(
                row.getBigDecimal(column), Currency.getInstance(row.getString("currency")));
    }
}
