package dev.meterlark.telemetry;

import dev.meterlark.shared.AccountId;
import dev.meterlark.telemetry.Retention.Kept;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** How long things stay, where plans say so of some accounts. */
public final class SampleKeeping {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private SampleKeeping() {}

    public static Keeping of(Map<AccountId, Kept> planned) {
        return of(
                new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("meterlark.telemetry", TelemetryProperties.class),
                planned);
    }

    static Keeping of(TelemetryProperties properties, Map<AccountId, Kept> planned) {
        Retention plans = (account, _) -> planned.getOrDefault(account, Kept.AS_LONG_AS_ANY);
        return new Keeping(
                properties,
                new StaticListableBeanFactory(Map.of("plans", plans))
                        .getBeanProvider(Retention.class),
                InstantSource.fixed(NOON));
    }
}
