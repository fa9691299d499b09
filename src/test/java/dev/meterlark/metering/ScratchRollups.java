package dev.meterlark.metering;

import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.Leases;
import dev.meterlark.platform.ScratchDatabase;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What one node sums up, and what everybody reads, without a Spring context. */
public final class ScratchRollups {

    private final RollupLoop loop;
    private final Usage usage;
    private final BillableUsage billable;

    public ScratchRollups(ScratchDatabase database, InstantSource clock, MeterSource... sources) {
        this(database, clock, Optional.empty(), sources);
    }

    public ScratchRollups(
            ScratchDatabase database,
            InstantSource clock,
            Optional<BesideUsage> beside,
            MeterSource... sources) {
        var properties = ScratchLedger.PROPERTIES;
        var marks = ScratchLedger.marks(database);
        var leases =
                new Leases(
                        database.template(),
                        database.transactions(),
                        new DatabaseClock(database.template()));
        var days = new DayRollups(database.template(), properties);
        var rolling =
                new RollingUp(
                        marks,
                        new Rollups(database.template()),
                        days,
                        leases,
                        database.transactions(),
                        properties,
                        beside);
        var reader = new UsageReader(database.client(), new SummedDays(database.template()));
        this.loop = new RollupLoop(marks, days, rolling, leases, properties, clock);
        this.usage = new Usage(reader, clock);
        this.billable =
                new BillableUsage(
                        database.client(),
                        reader,
                        new Meters(new MeterLedger(database.template()), List.of(sources), clock));
    }

    /** Sums up all that is due, if no other node does. */
    public void look() {
        loop.look();
    }

    /** Of the ledger as it is. */
    public static AttemptCounts counts(ScratchDatabase database) {
        return new AttemptCounts(database.template());
    }

    /** Another node may from now on. */
    public void stop() {
        loop.release();
    }

    public Usage usage() {
        return usage;
    }

    public BillableUsage billable() {
        return billable;
    }
}
