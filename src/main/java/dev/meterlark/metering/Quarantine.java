package dev.meterlark.metering;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.NewRows;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Keeps what the ledger cannot take, whole and with the reason, for a person to mend. */
@Component
class Quarantine {

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private static final NewRows.Table TABLE =
            new NewRows.Table(
                    "usage_quarantine",
                    List.of("invocation_id", "attempt"),
                    List.of("account_id", "quarantined_at", "reason", "record"));

    private final NewRows<Case> rows;
    private final JsonMapper json;
    private final InstantSource clock;
    private final Counter taken;

    private record Case(InvocationRecord row, String reason, Instant at) {}

    Quarantine(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            JsonMapper json,
            InstantSource clock,
            MeterRegistry metrics) {
        this.rows = new NewRows<>(jdbc, transactions, TABLE, this::columns);
        this.json = json;
        this.clock = clock;
        this.taken =
                Counter.builder("meterlark.metering.quarantined")
                        .description("usage records that the ledger could not take")
                        .register(metrics);
    }

    void take(InvocationRecord row, String reason) {
        rows.add(
                List.of(new Case(row, reason, clock.instant())),
                (_, e) -> {
                    throw e;
                });
        taken.increment();
        LOG.error(
                "usage of invocation {} attempt {} is in quarantine: {}",
                row.invocation(),
                row.attempt(),
                reason);
    }

    private Object[] columns(Case found) {
        return new Object[] {
            found.row().invocation().value(),
            found.row().attempt(),
            found.row().account().value(),
            Columns.instant(found.at()),
            Columns.text(found.reason(), 1000),
            Columns.text(json.writeValueAsString(found.row()), Integer.MAX_VALUE),
        };
    }
}
