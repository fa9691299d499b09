package dev.meterlark.platform;

import dev.meterlark.platform.OutboxRows.Leased;
import dev.meterlark.shared.AccountId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Carries one entry: what its carrier says decides whether it is gone, comes again, or is parked.
 */
@Component
class Carrying {

    private static final Logger LOG = LoggerFactory.getLogger(Carrying.class);

    private final OutboxRows rows;
    private final Departing departing;
    private final Map<String, OutboxCarrier> carriers;
    private final OutboxRetry retry;
    private final OutboxMetrics metrics;
    private final InstantSource clock;

    Carrying(
            OutboxRows rows,
            Departing departing,
            ObjectProvider<OutboxCarrier> carriers,
            OutboxProperties properties,
            OutboxMetrics metrics,
            @OfDatabase InstantSource clock) {
        this.rows = rows;
        this.departing = departing;
        this.carriers =
                carriers.stream()
                        .collect(Collectors.toMap(OutboxCarrier::kind, Function.identity()));
        this.retry = OutboxRetry.of(properties);
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Blocks for as long as the carrier does. Throws nothing but what the database does. */
    void carry(Leased leased) {
        rows.body(leased).ifPresent(body -> settle(leased, carried(leased, body)));
    }

    private Carried carried(Leased leased, byte[] body) {
        OutboxCarrier carrier = carriers.get(leased.kind());
        if (carrier == null) {
            return new Carried.Failed("nobody here carries " + leased.kind(), null);
        }
        AccountId account = leased.account();
        try {
            return carrier.carry(
                    new OutboxEntry(
                            leased.id(),
                            leased.kind(),
                            account,
                            leased.about(),
                            body,
                            leased.putAt()),
                    leased.attempt());
        } catch (RuntimeException e) {
            LOG.warn("outbox entry {} ({}) failed", leased.id(), leased.kind(), e);
            return new Carried.Failed("the platform failed; it is tried again", null);
        }
    }

    /**
     * A lease that is another's by now settles nothing: the entry is carried again, as promised.
     */
    private void settle(Leased leased, Carried carried) {
        DurableSteps.reached("outbox.carried");
        Instant now = clock.instant();
        boolean mine =
                switch (carried) {
                    case Carried.Delivered() -> departing.delivered(leased);
                    case Carried.Continues(Duration pause) ->
                            rows.continues(leased, now, now.plus(pause));
                    case Carried.Failed(String reason, Duration asked) -> {
                        Instant next =
                                retry.next(
                                        leased.putAt(),
                                        leased.attempt(),
                                        asked,
                                        ThreadLocalRandom.current().nextDouble(),
                                        now);
                        yield next == null
                                ? park(leased, now, reason)
                                : rows.again(leased, leased.attempt(), next, reason);
                    }
                    case Carried.Hopeless(String reason) -> park(leased, now, reason);
                };
        DurableSteps.reached("outbox.settled");
        metrics.settled(carried, mine);
    }

    private boolean park(Leased leased, Instant now, String reason) {
        LOG.info("outbox entry {} ({}) is parked: {}", leased.id(), leased.about(), reason);
        return rows.park(leased, now, reason);
    }
}
