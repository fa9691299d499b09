package dev.meterlark.ingress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.meterlark.edge.ClientAddress;
import dev.meterlark.shared.Caller;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** How often routes are asked on this node, by all and by each. */
final class RouteLimits {

    private static final int MOST_KNOWN = 100_000;

    private final Cache<Key, Bucket> buckets =
            Caffeine.newBuilder()
                    .maximumSize(MOST_KNOWN)
                    .expireAfterAccess(Duration.ofMinutes(10))
                    .build();

    /**
     * @param who empty for all together
     */
    private record Key(String route, RouteRates rates, String who) {}

    /**
     * Takes one request, of the caller's first.
     *
     * @return how long to wait where there is no room; null when it was taken
     */
    @Nullable Duration take(HttpRoute route, Guest guest, ClientAddress client) {
        RouteRates rates = route.rates();
        Duration wait = null;
        if (rates.callerPerSecond() > 0) {
            wait =
                    take(
                            new Key(route.id(), rates, who(guest, client)),
                            rates.callerPerSecond(),
                            rates.callerBurst());
        }
        return wait != null || rates.perSecond() == 0
                ? wait
                : take(new Key(route.id(), rates, ""), rates.perSecond(), rates.burst());
    }

    private @Nullable Duration take(Key key, int perSecond, int burst) {
        ConsumptionProbe probe =
                buckets.get(key, _ -> bucket(perSecond, burst)).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? null : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    private static String who(Guest guest, ClientAddress client) {
        Caller caller = guest.caller();
        TokenClaims token = guest.token();
        if (caller != null) {
            return caller.subject();
        }
        return token == null || token.subject().isEmpty()
                ? "address:" + client.network()
                : "token:" + token.subject();
    }

    private static Bucket bucket(int perSecond, int burst) {
        return Bucket.builder()
                .addLimit(
                        Bandwidth.builder()
                                .capacity(burst)
                                .refillGreedy(perSecond, Duration.ofSeconds(1))
                                .build())
                .withNanosecondPrecision()
                .build();
    }
}
