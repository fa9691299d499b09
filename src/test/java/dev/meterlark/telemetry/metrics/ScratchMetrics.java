package dev.meterlark.telemetry.metrics;

import dev.meterlark.metering.ScratchRollups;
import dev.meterlark.platform.ScratchDatabase;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Metrics and what sums them up, without a Spring context. */
public final class ScratchMetrics {

    final MetricRows rows;
    final PressureRows pressures;
    private final CallMetrics metrics;
    private final ScratchRollups rollups;

    public ScratchMetrics(ScratchDatabase database, InstantSource clock) {
        var properties = properties(Map.of());
        var counts = ScratchRollups.counts(database);
        this.rows = new MetricRows(database.template());
        this.pressures = new PressureRows(database.template(), database.transactions());
        this.metrics =
                new CallMetrics(
                        rows, pressures, counts, properties, clock, database.transactions());
        this.rollups =
                new ScratchRollups(
                        database,
                        clock,
                        Optional.of(new SummingUp(counts, rows, properties, clock)));
    }

    static MetricProperties properties(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("meterlark.telemetry.metrics", MetricProperties.class);
    }

    public CallMetrics metrics() {
        return metrics;
    }

    AccountScrape scrape() {
        var nothingElse = new StaticListableBeanFactory().getBeanProvider(AlsoScraped.class);
        return new AccountScrape(rows, pressures, properties(Map.of()), nothingElse);
    }

    /** Sums up all that is due, if no other node does. */
    public void look() {
        rollups.look();
    }

    /** Another node may from now on. */
    public void stop() {
        rollups.stop();
    }
}
