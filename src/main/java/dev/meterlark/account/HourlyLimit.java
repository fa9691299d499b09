package dev.meterlark.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * So many an hour for each key, refilled evenly. It remembers at most 50 000 keys, the most
 * frequent ones: more than that many at once meet the global limit first.
 */
class HourlyLimit {

    private static final int KEYS = 50_000;

    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(KEYS).expireAfterAccess(Duration.ofHours(1)).build();
    private final int perHour;

    HourlyLimit(int perHour) {
        this.perHour = perHour;
    }

    /**
     * @param what is limited, for the text of the refusal: {@code sign-ups from your address}
     */
    void take(String key, String what) {
        ConsumptionProbe probe = bucket(key).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_RATE,
                    "more than %d %s in an hour; try again later".formatted(perHour, what),
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    boolean tryTake(String key) {
        return bucket(key).tryConsume(1);
    }

    /** An IPv6 client has a whole /64 to itself and counts as one. */
    static String keyOf(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8))
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    private Bucket bucket(String key) {
        return buckets.get(
                key,
                k ->
                        Bucket.builder()
                                .addLimit(
                                        l ->
                                                l.capacity(perHour)
                                                        .refillGreedy(perHour, Duration.ofHours(1)))
                                .build());
    }
}
