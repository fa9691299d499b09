package dev.meterlark.metering;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.platform.ScratchDatabase;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import tools.jackson.databind.json.JsonMapper;

import java.time.InstantSource;
import java.util.List;

/** The real ledger on a database of a test's own, for tests of what reads it. */
public final class ScratchLedger implements RecordSink {

    private final Ledger ledger;
    private final Attempts attempts;

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
                new Ledger(database.template(), database.transactions(), functions, quarantine);
        this.attempts = new Attempts(database.client());
    }

    @Override
    public void accept(List<InvocationRecord> batch) {
        ledger.accept(batch);
    }

    public Attempts attempts() {
        return attempts;
    }
}
