package dev.meterlark.telemetry;

import dev.meterlark.shared.AccountId;
import dev.meterlark.telemetry.Retention.Kept;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How long things of an account stay: as long as its plan says, and never longer than the
 * installation keeps any.
 */
@Component
public class Keeping {

    private final TelemetryProperties properties;
    private final ObjectProvider<Retention> plans;
    private final InstantSource clock;

    Keeping(TelemetryProperties properties, ObjectProvider<Retention> plans, InstantSource clock) {
        this.properties = properties;
        this.plans = plans;
        this.clock = clock;
    }

    /** How far back the history of its calls goes. */
    public Duration calls(AccountId account) {
        return least(planned(account).calls(), properties.historyAge());
    }

    public Duration logs(AccountId account) {
        return least(planned(account).logs(), properties.logAge());
    }

    /**
     * @param most what the installation keeps any for
     */
    public Duration contents(AccountId account, Duration most) {
        return least(planned(account).contents(), most);
    }

    private Kept planned(AccountId account) {
        Retention plan = properties.byPlan() ? plans.getIfAvailable() : null;
        return plan == null ? Kept.AS_LONG_AS_ANY : plan.of(account, clock.instant());
    }

    private static Duration least(@Nullable Duration planned, Duration most) {
        return planned == null || planned.compareTo(most) > 0 ? most : planned;
    }
}
