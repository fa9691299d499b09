package dev.meterlark.billing.payment;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The entries. There is no statement that changes or deletes one. */
@Component
class PaymentRows {

    private final JdbcClient jdbc;

    PaymentRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param amount of all reversals, at least 0
     * @param applied of it, taken from the invoice
     * @param refunded of all refunds, at least 0
     */
    record Undone(BigDecimal amount, BigDecimal applied, BigDecimal refunded) {}

    void insert(Payment entry) {
        PaymentId of = entry.of();
        jdbc.sql(
                        "insert into payment (id, account_id, invoice, kind, provider, reference,"
                                + " currency, amount, applied, credited, of_payment, reason, actor,"
                                + " valued, recorded_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                                + " ?, ?, ?, ?)")
                .param(entry.id().value())
                .param(entry.account().value())
                .param(entry.invoice())
                .param(entry.kind().wireName())
                .param(entry.provider())
                .param(entry.reference())
                .param(entry.currency().getCurrencyCode())
                .param(entry.amount())
                .param(entry.applied())
                .param(entry.credited())
                .param(of == null ? null : of.value())
                .param(entry.reason())
                .param(entry.actor())
                .param(entry.valued())
                .param(Columns.instant(entry.recordedAt()))
                .update();
    }

    Optional<Payment> find(AccountId account, PaymentId id) {
        return jdbc.sql("select * from payment where account_id = ? and id = ?")
                .param(account.value())
                .param(id.value())
                .query((row, _) -> row(row))
                .optional();
    }

    Optional<Payment> find(AccountId account, String provider, String reference) {
        return jdbc.sql(
                        "select * from payment where account_id = ? and provider = ?"
                                + " and reference = ?")
                .param(account.value())
                .param(provider)
                .param(reference)
                .query((row, _) -> row(row))
                .optional();
    }

    Undone undone(Payment receipt) {
        return jdbc.sql(
                        """
                        select coalesce(sum(case when kind = 'reversal' then -amount else 0 end), 0) reversed,
                               coalesce(sum(case when kind = 'reversal' then -applied else 0 end), 0) applied,
                               coalesce(sum(case when kind = 'refund' then -amount else 0 end), 0) refunded
                        from payment where of_payment = ?
                        """)
                .param(receipt.id().value())
                .query(
                        (row, _) ->
                                new Undone(
                                        row.getBigDecimal("reversed"),
                                        row.getBigDecimal("applied"),
                                        row.getBigDecimal("refunded")))
                .single();
    }

    /** The newest first; of two of one instant the one with the greater id. */
    List<Payment> newest(AccountId account, Stretch stretch) {
        Place before = Place.read(stretch.after());
        String older = before == null ? "" : " and (recorded_at, id) < (?, ?)";
        JdbcClient.StatementSpec asked =
                jdbc.sql(
                                "select * from payment where account_id = ?"
                                        + older
                                        + " order by recorded_at desc, id desc limit ?")
                        .param(account.value());
        if (before != null) {
            asked = asked.param(Columns.instant(before.at())).param(before.id());
        }
        return asked.param(stretch.most() + 1).query((row, _) -> row(row)).list();
    }

    /** Where a stretch of a list by age goes on. */
    record Place(Instant at, UUID id) {

        static @Nullable Place read(String text) {
            if (text.isEmpty()) {
                return null;
            }
            try {
                String[] parts = text.split("\\|", 2);
                return new Place(
                        Instant.parse(parts[0]),
                        UUID.fromString(parts.length == 2 ? parts[1] : ""));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "cursor is not one that this list answered with; leave it out to start"
                                + " over");
            }
        }

        static String of(Payment entry) {
            return entry.recordedAt() + "|" + entry.id();
        }
    }

    private static Payment row(ResultSet row) throws SQLException {
        UUID of = row.getObject("of_payment", UUID.class);
        return new Payment(
                new PaymentId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("invoice"),
                PaymentKind.of(row.getString("kind")),
                row.getString("provider"),
                row.getString("reference"),
                Currency.getInstance(row.getString("currency")),
                row.getBigDecimal("amount"),
                row.getBigDecimal("applied"),
                row.getBigDecimal("credited"),
                of == null ? null : new PaymentId(of),
                row.getString("reason"),
                row.getString("actor"),
                row.getObject("valued", LocalDate.class),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }
}
