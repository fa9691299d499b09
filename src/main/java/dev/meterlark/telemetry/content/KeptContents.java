package dev.meterlark.telemetry.content;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.KeptEvents;
import dev.meterlark.metering.Attempts;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.telemetry.Keeping;

import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Events and answers of calls, as far as they are kept. One is here a moment after its answer. */
@Service
public class KeptContents implements KeptEvents, SchedulingConfigurer {

    private final ContentRows rows;
    private final Attempts attempts;
    private final ContentProperties properties;
    private final Keeping keeping;
    private final InstantSource clock;

    KeptContents(
            ContentRows rows,
            Attempts attempts,
            ContentProperties properties,
            Keeping keeping,
            InstantSource clock) {
        this.rows = rows;
        this.attempts = attempts;
        this.properties = properties;
        this.keeping = keeping;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(() -> sweep(clock.instant()), properties.housekeepingEvery());
    }

    public Optional<KeptContent> of(AccountId account, InvocationId invocation, int attempt) {
        return rows.find(account, invocation, attempt);
    }

    @Override
    public Optional<KeptEvent> find(AccountId account, InvocationId invocation) {
        return attempts.last(account, invocation)
                .flatMap(
                        last ->
                                rows.find(account, invocation, last.attempt())
                                        .map(content -> event(last, content)));
    }

    /** How long those of the account stay. */
    public Duration keptFor(AccountId account) {
        return keeping.contents(account, properties.age());
    }

    /** By the alias that chose its version, where one did: it may have been repaired meanwhile. */
    private static KeptEvent event(InvocationRecord last, KeptContent content) {
        return new KeptEvent(
                last.function(),
                last.functionName(),
                last.alias() == null ? last.version() : last.alias(),
                content.event(),
                content.eventType(),
                content.wholeEvent(),
                last.trigger());
    }

    void sweep(Instant now) {
        rows.deleteBefore(now.minus(properties.age()));
        for (AccountId account : rows.accounts()) {
            Duration kept = keptFor(account);
            if (kept.compareTo(properties.age()) < 0) {
                rows.deleteBefore(account, now.minus(kept));
            }
        }
        rows.deleteBeyond(properties.bytesPerAccount().toBytes());
    }
}
