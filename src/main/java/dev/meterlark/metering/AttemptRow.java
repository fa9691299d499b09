package dev.meterlark.metering;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.UUID;

/** A row of the ledger as what it was made of, but for what the function said of its failure. */
final class AttemptRow {

    static final RowMapper<InvocationRecord> MAPPER = (row, _) -> of(row);

    private AttemptRow() {}

    private static InvocationRecord of(ResultSet row) throws SQLException {
        return new InvocationRecord(
                new InvocationId(row.getObject("invocation_id", UUID.class)),
                row.getInt("attempt"),
                new AccountId(row.getObject("account_id", UUID.class)),
                new FunctionId(row.getObject("function_id", UUID.class)),
                row.getString("function_name"),
                row.getString("version"),
                row.getString("alias"),
                row.getString("source"),
                lineage(row),
                row.getObject("trigger_id", UUID.class),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getString("error_code"),
                null,
                null,
                row.getBoolean("billable"),
                row.getBoolean("cold"),
                row.getLong("queued_micros"),
                row.getLong("start_micros"),
                row.getLong("init_micros"),
                row.getLong("run_micros"),
                row.getLong("billed_millis"),
                row.getInt("memory_mib"),
                row.getLong("cpu_micros"),
                row.getLong("peak_memory_bytes"),
                row.getLong("request_bytes"),
                row.getLong("response_bytes"),
                row.getLong("egress_bytes"),
                new Money(
                        row.getBigDecimal("price"),
                        Currency.getInstance(row.getString("currency"))),
                row.getString("price_book"),
                tags(row));
    }

    private static @Nullable TagSetId tags(ResultSet row) throws SQLException {
        UUID id = row.getObject("tag_set", UUID.class);
        return id == null ? null : new TagSetId(id);
    }

    private static Lineage lineage(ResultSet row) throws SQLException {
        UUID parent = row.getObject("parent_id", UUID.class);
        return parent == null
                ? Lineage.FIRST
                : new Lineage(new InvocationId(parent), row.getInt("depth"));
    }
}
