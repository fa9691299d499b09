package dev.meterlark.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

import java.time.Duration;

/**
 * How fast one account, one function, or one address without a key, may ask; and the headers that
 * say so.
 */
@Component
class ApiRates {

    private static final int MOST_KNOWN = 50_000;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ApiRateProperties properties;
    private final String accountPolicy;
    private final String addressPolicy;
    private final String functionPolicy;
    private final Cache<AccountId, Bucket> accounts = cache();
    private final Cache<String, Bucket> addresses = cache();
    private final Cache<String, Bucket> functions = cache();

    ApiRates(ApiRateProperties properties) {
        this.properties = properties;
        this.accountPolicy = policy("account", properties.burst(), properties.perSecond());
        this.addressPolicy =
                policy("address", properties.anonymousBurst(), properties.anonymousPerSecond());
        this.functionPolicy =
                policy("function", properties.functionBurst(), properties.functionPerSecond());
    }

    void take(AccountId account, HttpServletResponse response) {
        Bucket bucket =
                accounts.get(account, _ -> bucket(properties.burst(), properties.perSecond()));
        response.setHeader("RateLimit-Policy", accountPolicy);
        take(bucket, "account", properties.burst(), response);
    }

    /** One that calls and calls leaves the account's keys and its other functions their own. */
    void takeOfFunction(Caller function, HttpServletResponse response) {
        Bucket bucket =
                functions.get(
                        function.account() + " " + function.subject(),
                        _ -> bucket(properties.functionBurst(), properties.functionPerSecond()));
        response.setHeader("RateLimit-Policy", functionPolicy);
        take(bucket, "function", properties.functionBurst(), response);
    }

    void take(ClientAddress address, HttpServletResponse response) {
        response.setHeader("RateLimit-Policy", addressPolicy);
        take(bucket(address), "address", properties.anonymousBurst(), response);
    }

    /** Counts a failure where no servlet tells the client so. */
    void take(ClientAddress address) {
        if (!bucket(address).tryConsume(1)) {
            throw tooMany("address", properties.anonymousBurst(), SOON);
        }
    }

    /** Refuses an address that has nothing left before anything is done for it. */
    void requireLeft(ClientAddress address) {
        Bucket bucket = addresses.getIfPresent(address.network());
        if (bucket != null && bucket.getAvailableTokens() < 1) {
            throw tooMany("address", properties.anonymousBurst(), SOON);
        }
    }

    private Bucket bucket(ClientAddress address) {
        return addresses.get(
                address.network(),
                _ -> bucket(properties.anonymousBurst(), properties.anonymousPerSecond()));
    }

    private static void take(Bucket bucket, String name, int burst, HttpServletResponse response) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        response.setHeader("RateLimit", state(name, probe));
        if (!probe.isConsumed()) {
            throw tooMany(name, burst, Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private static RefusedException tooMany(String name, int burst, Duration wait) {
        return new RefusedException(
                ErrorCode.REQUEST_RATE,
                "More requests from this %s than its %d at once and what comes back each second; wait as long as Retry-After says."
                        .formatted(name, burst),
                wait);
    }

    /** Put together by hand: every request of the API pays for it. */
    private static String state(String name, ConsumptionProbe probe) {
        return '"'
                + name
                + "\";r="
                + probe.getRemainingTokens()
                + ";t="
                + upToSeconds(probe.getNanosToWaitForReset());
    }

    private static long upToSeconds(long nanos) {
        return (nanos + 999_999_999L) / 1_000_000_000L;
    }

    private static String policy(String name, int burst, int perSecond) {
        return "\"%s\";q=%d;w=%d".formatted(name, burst, Math.ceilDiv(burst, perSecond));
    }

    private static Bucket bucket(int burst, int perSecond) {
        return Bucket.builder()
                .addLimit(
                        Bandwidth.builder()
                                .capacity(burst)
                                .refillGreedy(perSecond, Duration.ofSeconds(1))
                                .build())
                .withNanosecondPrecision()
                .build();
    }

    private static <K> Cache<K, Bucket> cache() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_KNOWN)
                .expireAfterAccess(Duration.ofMinutes(10))
                .build();
    }
}
