package dev.meterlark.metering;

import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What one node counts, without a Spring context. */
public final class NodeMeters {

    private final MeterLedger ledger;
    private final Tally tally;
    private final InstantSource clock;

    public NodeMeters(ScratchDatabase database, InstantSource clock) {
        this(database, clock, 1_000);
    }

    NodeMeters(ScratchDatabase database, InstantSource clock, int most) {
        this.ledger = new MeterLedger(database.template());
        this.tally =
                new Tally(
                        ledger,
                        new StaticListableBeanFactory().getBeanProvider(MeterGuard.class),
                        database.transactions(),
                        new MeterProperties(Duration.ofSeconds(10), most),
                        clock);
        this.clock = clock;
    }

    public MeterLedger ledger() {
        return ledger;
    }

    public Tally tally() {
        return tally;
    }

    /** What is counted so far is written. */
    public void write() {
        tally.write();
    }

    public List<MeterTotal> totals(AccountId account, Meters.Span by, MeterSource... sources) {
        return new Meters(ledger, List.of(sources), clock)
                .totals(account, Instant.EPOCH, Instant.parse("2999-01-01T00:00:00Z"), by);
    }
}
