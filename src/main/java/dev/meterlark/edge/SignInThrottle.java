package dev.meterlark.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Locale;

/**
 * Slows down guessing from where the guesses come. The victim, who is elsewhere, is never slowed:
 * not by guesses at their e-mail, and not by a flood from everywhere once they signed in from where
 * they are.
 */
@Component
class SignInThrottle {

    private static final int MOST_KNOWN = 100_000;

    private final SignInProperties properties;
    private final Cache<String, Bucket> pairs = cache(Duration.ofMinutes(10));
    private final Cache<String, Bucket> addresses = cache(Duration.ofMinutes(10));
    private final Cache<String, Boolean> familiar = cache(Duration.ofDays(30));
    private final Bucket global;

    SignInThrottle(SignInProperties properties) {
        this.properties = properties;
        this.global = perMinute(properties.global());
    }

    /** Whether one more password may be tried. */
    boolean admits(String email, ClientAddress address) {
        return pair(email, address).tryConsume(1)
                && address(address).tryConsume(1)
                && (global.tryConsume(1) || isFamiliar(address));
    }

    /** The attempt was right, so it counts for nothing. */
    void succeeded(String email, ClientAddress address) {
        pairs.invalidate(key(email, address));
        address(address).addTokens(1);
        familiar.put(address.network(), true);
    }

    private boolean isFamiliar(ClientAddress address) {
        return familiar.getIfPresent(address.network()) != null;
    }

    private Bucket pair(String email, ClientAddress address) {
        return pairs.get(key(email, address), _ -> perMinute(properties.perPersonAndAddress()));
    }

    private Bucket address(ClientAddress address) {
        return addresses.get(address.network(), _ -> perMinute(properties.perAddress()));
    }

    private static String key(String email, ClientAddress address) {
        String bounded = email.substring(0, Math.min(email.length(), 254));
        return address.network() + " " + bounded.strip().toLowerCase(Locale.ROOT);
    }

    private static Bucket perMinute(int tries) {
        return Bucket.builder()
                .addLimit(
                        Bandwidth.builder()
                                .capacity(tries)
                                .refillGreedy(tries, Duration.ofMinutes(1))
                                .build())
                .build();
    }

    private static <V> Cache<String, V> cache(Duration kept) {
        return Caffeine.newBuilder().maximumSize(MOST_KNOWN).expireAfterAccess(kept).build();
    }
}
