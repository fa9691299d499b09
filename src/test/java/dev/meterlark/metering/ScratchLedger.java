package dev.meterlark.metering;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.platform.ScratchDatabase;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The real ledger on a database of a test's own, for tests of what reads it. */
public final class ScratchLedger implements RecordSink {

    static final RollupProperties PROPERTIES =
            new RollupProperties(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(20),
                    500);

    private final Ledger ledger;
    private final Attempts attempts;
    private final ScratchDatabase database;

    public ScratchLedger(ScratchDatabase database) {
        var quarantine =
                new Quarantine(
                        database.template(),
                        database.transactions(),
                        JsonMapper.shared(),
                        InstantSource.system(),
                        new SimpleMeterRegistry());
        var functions = new UsedFunctions(database.template(), database.transactions());
        this.ledger =
                new Ledger(
                        database.template(),
                        database.transactions(),
                        functions,
                        marks(database),
                        quarantine);
        this.attempts = new Attempts(database.client());
        this.database = database;
    }

    static Marks marks(ScratchDatabase database) {
        return new Marks(database.template(), PROPERTIES, InstantSource.system());
    }

    @Override
    public void accept(List<InvocationRecord> batch) {
        ledger.accept(batch);
    }

    public Attempts attempts() {
        return attempts;
    }

    public AccountAttempts attemptsOfAccounts(InstantSource clock) {
        var days = new SummedDays(database.template());
        var times = new UsedTimes(days, new UsageReader(database.client(), days));
        return new AccountAttempts(database.client(), times, clock);
    }
}
