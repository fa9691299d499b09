package dev.meterlark.storage.table;

import dev.meterlark.metering.Meter;
import dev.meterlark.metering.MeterSource;
import dev.meterlark.metering.MeterTotal;
import dev.meterlark.metering.Tally;
import dev.meterlark.metering.Unchanged;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tables cost: how many bytes of keys and documents lie for how long, items that are written
 * or deleted, and reads: each get, and each page of a list.
 */
@Component
class TableMeters implements MeterSource, SchedulingConfigurer {

    private final TableRows tables;
    private final ShardRows shards;
    private final Tally tally;
    private final TransactionTemplate transaction;
    private final TableProperties properties;
    private final InstantSource clock;

    TableMeters(
            TableRows tables,
            ShardRows shards,
            Tally tally,
            PlatformTransactionManager transactions,
            TableProperties properties,
            InstantSource clock) {
        this.tables = tables;
        this.shards = shards;
        this.tally = tally;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(() -> tellForth(clock.instant()), properties.meterEvery());
    }

    /** What steps may be counted as. */
    record Asked(Tally.Allowed reads, long read, Tally.Allowed writes, long written) {

        void done() {
            reads.count(read);
            writes.count(written);
        }

        /** Unless they are done. */
        void end() {
            reads.count(0);
            writes.count(0);
        }
    }

    /**
     * Before they are done. Those that only delete are never refused, so that there is a way out;
     * when they cannot be paid, they are free.
     *
     * @throws RefusedException when they cannot be paid
     */
    Asked ask(Table table, List<Step> steps) {
        long read = steps.stream().filter(Step.Get.class::isInstance).count();
        long written = steps.size() - read;
        Tally.Allowed reads = tally.allow(table.account(), Meter.TABLE_READS, table.name(), read);
        try {
            Tally.Allowed writes =
                    steps.stream().allMatch(Step.Delete.class::isInstance)
                            ? tally.allowOrFree(
                                    table.account(), Meter.TABLE_WRITES, table.name(), written)
                            : tally.allow(
                                    table.account(), Meter.TABLE_WRITES, table.name(), written);
            return new Asked(reads, read, writes, written);
        } catch (RefusedException e) {
            reads.count(0);
            throw e;
        }
    }

    /** Before it is done. */
    void read(Table table) {
        tally.count(table.account(), Meter.TABLE_READS, table.name(), 1);
    }

    /** Of a table the sum of its shards, which change each by itself. */
    @Override
    public List<MeterTotal> underWay(AccountId account, Instant now) {
        record Of(String table, Instant hour) {}
        Map<Of, BigInteger> amounts = new LinkedHashMap<>();
        for (ShardRows.Lying lying : shards.lying(account)) {
            lying.time()
                    .end(lying.bytes(), now)
                    .forEach(
                            hour ->
                                    amounts.merge(
                                            new Of(lying.table(), hour.begin()),
                                            hour.amount(),
                                            BigInteger::add));
        }
        return amounts.entrySet().stream()
                .map(
                        each ->
                                new MeterTotal(
                                        account,
                                        Meter.TABLE_STORAGE,
                                        each.getKey().table(),
                                        each.getKey().hour(),
                                        each.getValue()))
                .toList();
    }

    /** Shards in which nothing has changed since the hour began. */
    void tellForth(Instant now) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        Unchanged.meter(
                "tables",
                most -> shards.toldUntilBefore(hour, most),
                table -> tellForth(table, now));
    }

    private void tellForth(TableId id, Instant now) {
        transaction.executeWithoutResult(
                _ ->
                        tables.find(id)
                                .ifPresent(
                                        table ->
                                                shards.holdAll(table)
                                                        .forEach(
                                                                shard ->
                                                                        shards.update(
                                                                                table, shard,
                                                                                now))));
    }
}
