package dev.meterlark.trigger.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.meterlark.edge.ClientAddress;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;

import org.springframework.stereotype.Component;

import java.time.Duration;

/**
 * How much one address takes, and how much comes from one network. What is wrong counts against
 * where it comes from alone, so that nobody who knows an address can close it to its sender.
 */
@Component
class HookRates {

    private static final int MOST_KNOWN = 50_000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final WebhookProperties properties;
    private final Cache<String, Bucket> hooks = cache();
    private final Cache<String, Bucket> networks = cache();
    private final Cache<String, Bucket> wrong = cache();

    HookRates(WebhookProperties properties) {
        this.properties = properties;
    }

    /** Before anything is looked at. */
    boolean admits(ClientAddress client) {
        String network = client.network();
        Bucket forger = wrong.getIfPresent(network);
        return (forger == null || forger.getAvailableTokens() > 0)
                && networks.get(network, _ -> bucket(properties.perNetwork(), SECOND))
                        .tryConsume(1);
    }

    /** One that is genuine. */
    boolean takes(String hook) {
        return hooks.get(hook, _ -> bucket(properties.perHook(), SECOND)).tryConsume(1);
    }

    void wrong(ClientAddress client) {
        wrong.get(client.network(), _ -> bucket(properties.wrongPerNetwork(), MINUTE))
                .tryConsume(1);
    }

    private static Bucket bucket(int tokens, Duration time) {
        return Bucket.builder()
                .addLimit(Bandwidth.builder().capacity(tokens).refillGreedy(tokens, time).build())
                .build();
    }

    private static Cache<String, Bucket> cache() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_KNOWN)
                .expireAfterAccess(Duration.ofMinutes(10))
                .build();
    }
}
