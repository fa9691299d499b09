package dev.meterlark.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A month that was closed with an invoice and corrected by a credit note, and what breaks its
 * rules.
 */
final class SampleInvoices {

    private static final String SNAPSHOT =
            "{\"lines\":[{\"position\":1,\"precise\":\"1.2\",\"shares\":[{\"precise\":\"1.2\"}]}]}";

    private static final String TIME = "timestamp with time zone '2026-11-01 00:00:00+00'";

    private final JdbcClient database;

    SampleInvoices(JdbcClient database) {
        this.database = database;
    }

    void sound(String account) {
        update(
                """
                insert into billing_month (period, from_at, to_at) values ('2026-11', %s,
                    timestamp with time zone '2026-12-01 00:00:00+00')
                """
                        .formatted(TIME));
        update(
                """
                insert into usage_meter (account_id, meter, resource, began_at, writer, amount)
                values ('%s', 'bucket-reads', 'images', %s, '%s', 120)
                """
                        .formatted(account, TIME, account));
        update(
                """
                insert into plan_assignment (account_id, effective_from, plan_id, reason, made_by,
                    made_at)
                values ('%s', %s, 'payg', 'all', 'system', %s)
                """
                        .formatted(account, TIME, TIME));
        invoice(account, "INV-1", "INVOICE", "null");
        invoice(account, "CN-1", "CREDIT_NOTE", "'INV-1'");
        update("update invoice set credited_back = 1.43 where number = 'INV-1'");
        update("update invoice_series set last_number = 1");
        update(
                """
                insert into invoice_line (number, position, account_id, period, segment_from, kind,
                    meter, price_book, precise, amount)
                values ('INV-1', 1, '%s', '2026-11', %s, 'USAGE', 'storage-requests',
                    'payg-2026-01', 1.2,
                    1.20)
                """
                        .formatted(account, TIME));
        update(
                """
                insert into invoice_usage (number, ordinal, account_id, period, segment_from, meter,
                    thing, thing_id, thing_name, amount)
                values ('INV-1', 1, '%s', '2026-11', %s, 'storage-requests', 'BUCKET', null,
                    'images', 120)
                """
                        .formatted(account, TIME));
        update(
                "insert into credit_note_line (number, corrects, position, amount)"
                        + " values ('CN-1', 'INV-1', 1, 1.20)");
        update(
                """
                insert into billing_close (account_id, period, state, number, closed_at)
                values ('%s', '2026-11', 'BILLED', 'INV-1', %s)
                """
                        .formatted(account, TIME));
        update(
                """
                insert into billing_close (account_id, period, state, closed_at)
                values ('%s', '2026-12', 'NOTHING', %s)
                """
                        .formatted(account, TIME));
        new SamplePayments(database).sound(account);
    }

    void broken(String rule) {
        switch (rule) {
            case "I19 whole" -> update("update usage_meter set amount = 121");
            case "I19 used" -> update("update usage_meter set amount = 119");
            case "I19 lines" -> update("update invoice_line set amount = 1.21, precise = 1.21");
            case "I19 rounded" -> update("update invoice_line set precise = 1.9");
            case "I19 totals" -> update("update invoice set tax = 0.24 where number = 'INV-1'");
            case "I19 closed" -> update("update invoice set state = 'VOID' where number = 'INV-1'");
            case "I19 shares" ->
                    update(
                            "update invoice_snapshot set bytes = cast('%s' as bytea)"
                                    .formatted(SNAPSHOT.replace("\"1.2\"}]", "\"1.1\"}]")));
            case "I20 once" -> update("update invoice set closes = true, period = '2026-11'");
            case "I23 numbers" -> update("update invoice_series set last_number = 2");
            case "I23 hash" -> update("update invoice_snapshot set bytes = cast('{}' as bytea)");
            case "I23 credit" -> update("update credit_note_line set amount = 1.21");
            case "I23 credited" ->
                    update("update invoice set credited_back = 1 where number = 'INV-1'");
            case "I24 call" -> update("update usage_record set price_book = 'free-2026-01'");
            case "I24 price" -> update("update invoice_line set price_book = 'free-2026-01'");
            default -> new SamplePayments(database).broken(rule, SampleRows.ACCOUNT);
        }
    }

    private void invoice(String account, String number, String series, String corrects) {
        update(
                """
                insert into invoice (number, series, series_number, account_id, entry, period,
                    closes, corrects, state, currency, issued_on, due_on, net, tax, gross, credited,
                    payable, paid, credited_back, sha256, finalised_at)
                values ('%s', '%s', 1, '%s', %d, '2026-11', %s, %s, 'PAID', 'USD', '2026-12-02',
                    '2026-12-16', 1.20, 0.23, 1.43, 0, 1.43, 0, 0, '%s', %s)
                """
                        .formatted(
                                number,
                                series,
                                account,
                                corrects.equals("null") ? 1 : 2,
                                corrects.equals("null"),
                                corrects,
                                sha256(),
                                TIME));
        update(
                "insert into invoice_snapshot (number, piece, bytes) values ('%s', 0, cast('%s' as bytea))"
                        .formatted(number, SNAPSHOT));
    }

    private static String sha256() {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(SNAPSHOT.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void update(String statement) {
        database.sql(statement).update();
    }
}
