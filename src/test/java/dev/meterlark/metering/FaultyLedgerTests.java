package dev.meterlark.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.platform.Faults;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** A tenth of all statements fails, some of them after they were done. */
@Tag("database")
class FaultyLedgerTests {

    private static final long SEED = 20261125;
    private static final int BATCHES = 60;
    private static final int BATCH = 20;
    private static final int MOST_TRIES = 100;

    private final Faults faults = new Faults(SEED, 0.1);
    private final ScratchDatabase database = ScratchDatabase.with(faults);
    private final ScratchLedger ledger = new ScratchLedger(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aBatchThatComesAgainUntilItIsTakenIsThereOnce() {
        List<InvocationRecord> records =
                new SampleRecords(SEED)
                        .any(
                                BATCHES * BATCH,
                                AccountId.random(),
                                List.of(FunctionId.random()),
                                Instant.parse("2026-11-01T00:00:00Z"),
                                Instant.parse("2026-12-01T00:00:00Z"));

        faults.begin();
        for (int i = 0; i < BATCHES; i++) {
            takeAtLast(records.subList(i * BATCH, (i + 1) * BATCH));
        }
        faults.end();

        assertThat(faults.injected()).as(faults.toString()).hasSizeGreaterThan(3);
        assertThat(database.count("usage_record")).as(faults.toString()).isEqualTo(records.size());
        assertThat(database.count("usage_quarantine")).as(faults.toString()).isZero();
        BigDecimal sum =
                database.client()
                        .sql("select sum(price) from usage_record")
                        .query(BigDecimal.class)
                        .single();
        assertThat(sum)
                .isEqualByComparingTo(
                        records.stream()
                                .map(r -> r.price().amount())
                                .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** As the journal does. */
    private void takeAtLast(List<InvocationRecord> batch) {
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                ledger.accept(batch);
                return;
            } catch (DataAccessException | TransactionException e) {
                continue;
            }
        }
        throw new AssertionError("not taken in %d tries, %s".formatted(MOST_TRIES, faults));
    }
}
