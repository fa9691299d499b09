package dev.meterlark.telemetry;

import org.springframework.jdbc.core.JdbcTemplate;

import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;

/** Other accounts beside one, each with an invoice like its first, and years of its own. */
final class FilledMoney {

    private static final int ACCOUNTS = 2_000;
    private static final int INVOICES = 60;

    private final JdbcTemplate jdbc;
    private final Copies copies;
    private final UUID account;
    private final String number;

    FilledMoney(JdbcTemplate jdbc, UUID account) {
        this.jdbc = jdbc;
        this.copies = new Copies(jdbc);
        this.account = account;
        this.number =
                Objects.requireNonNull(
                        jdbc.queryForObject(
                                "select number from invoice where account_id = ?",
                                String.class,
                                account));
    }

    void fill() {
        for (int i = 1; i <= INVOICES; i++) {
            invoice(account, i, i + 1);
        }
        jdbc.update(
                "update billed_account set entries = ? where account_id = ?",
                INVOICES + 1,
                account);
        for (int i = 1; i <= ACCOUNTS; i++) {
            other(i);
        }
        jdbc.update(
                "update invoice_series set last_number = ? where series = 'INVOICE'",
                1 + INVOICES + ACCOUNTS);
    }

    private void other(int which) {
        UUID id = new UUID(7L << 12, 1L << 63 | which);
        copy(
                "account",
                account,
                Map.of(
                        "id", _ -> id,
                        "name", _ -> "Acme " + which,
                        "slug", _ -> "acme-" + which,
                        "account_number", _ -> String.valueOf(700_000_000_000L + which),
                        "is_operator", _ -> false));
        Map<String, IntFunction<Object>> his = Map.of("account_id", _ -> id);
        jdbc.update("insert into audit_head (account_id, last_number) values (?, 0)", id);
        copies.add("plan_assignment", "account_id = ?", account, 1, his);
        copies.add("payment_account", "account_id = ?", account, 1, his);
        copies.add(
                "billed_account",
                "account_id = ?",
                account,
                1,
                Map.of("account_id", _ -> id, "entries", _ -> 1));
        invoice(id, INVOICES + which, 1);
    }

    private void copy(String table, Object key, Map<String, IntFunction<Object>> different) {
        copies.add(table, "id = ?", key, 1, different);
    }

    private void invoice(UUID of, int which, int entry) {
        String name = "%s-%06d".formatted(number, which);
        LocalDate day = LocalDate.now().minusMonths(entry);
        Map<String, IntFunction<Object>> different =
                Map.of(
                        "number", _ -> name,
                        "account_id", _ -> of,
                        "series_number", _ -> 1 + which,
                        "entry", _ -> entry,
                        "period", _ -> day.toString().substring(0, 7),
                        "issued_on", _ -> day);
        copies.add("invoice", "number = ?", number, 1, different);
        copies.add("invoice_snapshot", "number = ?", number, 1, Map.of("number", _ -> name));
        copies.add(
                "receivable",
                "invoice = ?",
                number,
                1,
                Map.of(
                        "invoice", _ -> name,
                        "account_id", _ -> of,
                        "issued", _ -> day,
                        "due", _ -> day.plusDays(14)));
    }
}
