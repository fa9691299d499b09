package dev.meterlark.metering;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads an account's usage once, whatever is made of it: whole days from their sheets, all else
 * from roll-ups and the ledger. Each attempt is in one line, as a part of time is in one of both.
 */
@Component
class UsageReader {

    private static final String SHEETS =
            """
            select usage_day, sheet from usage_sheet
            where account_id = :account and usage_day >= :first and usage_day < :end
            order by usage_day, part
            """;

    private static final int AT_ONCE = 500;
    private static final int SHEETS_AT_ONCE = 16;

    private final JdbcClient jdbc;
    private final SummedDays days;

    UsageReader(JdbcClient jdbc, SummedDays days) {
        this.jdbc = jdbc;
        this.days = days;
    }

    /**
     * Lines of what started in [from, to), split by that at least.
     *
     * @param only of these functions; null for all of the account
     */
    void read(
            AccountId account,
            Instant from,
            Instant to,
            @Nullable Set<FunctionId> only,
            Set<UsageGrouping> by,
            Consumer<UsageTotal> lines) {
        SummedDays.Sources sources =
                by.contains(UsageGrouping.HOUR)
                        ? SummedDays.byHour(account, from, to)
                        : days.sources(account, from, to);
        for (DayStretch each : sources.days()) {
            readSheets(account, each, wanted(only, lines));
        }
        if (!sources.hours().stretches().isEmpty()) {
            readHours(only == null ? sources.hours() : sources.hours().ofOnly(only), by, lines);
        }
    }

    /** Which of them have a line of a kind. */
    Set<LocalDate> daysWith(AccountId account, DayStretch stretch, Predicate<UsageTotal> kind) {
        Set<LocalDate> found = new HashSet<>();
        readSheets(
                account,
                stretch,
                line -> {
                    if (kind.test(line)) {
                        found.add(Objects.requireNonNull(line.day()));
                    }
                });
        return found;
    }

    private static Consumer<UsageTotal> wanted(
            @Nullable Set<FunctionId> only, Consumer<UsageTotal> lines) {
        return only == null
                ? lines
                : line -> {
                    if (only.contains(line.function())) {
                        lines.accept(line);
                    }
                };
    }

    private void readSheets(AccountId account, DayStretch stretch, Consumer<UsageTotal> lines) {
        jdbc.sql(SHEETS)
                .withFetchSize(SHEETS_AT_ONCE)
                .param("account", account.value())
                .param("first", stretch.first())
                .param("end", stretch.end())
                .query(
                        (RowCallbackHandler)
                                row ->
                                        DaySheet.read(
                                                row.getBytes("sheet"),
                                                row.getObject("usage_day", LocalDate.class),
                                                lines));
    }

    private void readHours(UsageSource source, Set<UsageGrouping> by, Consumer<UsageTotal> lines) {
        source.bind(jdbc.sql(UsageLines.select(by, source.sql(), "")).withFetchSize(AT_ONCE))
                .query((RowCallbackHandler) row -> lines.accept(UsageLines.line(row, by)));
    }
}
