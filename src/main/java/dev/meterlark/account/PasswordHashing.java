package dev.meterlark.account;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Argon2id with OWASP's parameters: 19 MiB, two passes, one lane. Only so many at once, as each
 * holds its memory and a core; who waits too long is told that the platform is busy.
 */
@Component
class PasswordHashing {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(16, 32, 1, MEMORY_KIB, PASSES);
    private final Semaphore places;

    /** Made aside: the start need not wait for it. */
    private final CompletableFuture<String> nobodys;

    PasswordHashing(AccountProperties properties) {
        this.places = new Semaphore(properties.passwordHashesAtOnce(), true);
        this.nobodys = CompletableFuture.supplyAsync(() -> encoded(RandomText.base62(32)));
    }

    String hash(String password) {
        enter();
        try {
            return encoded(password);
        } finally {
            places.release();
        }
    }

    /**
     * Takes as long without a hash as with one, so that time does not tell who exists.
     *
     * @return false without a hash
     */
    boolean matches(String password, @Nullable String hash) {
        boolean tooLong = password.length() > PasswordRules.LONGEST;
        String hashed = tooLong ? password.substring(0, PasswordRules.LONGEST) : password;
        enter();
        try {
            boolean equal = argon2.matches(hashed, hash == null ? nobodys.join() : hash);
            return equal && hash != null && !tooLong;
        } finally {
            places.release();
        }
    }

    private String encoded(String password) {
        String hash = argon2.encode(password);
        if (hash == null) {
            throw new IllegalStateException("Argon2 gave no hash");
        }
        return hash;
    }

    private void enter() {
        try {
            if (places.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RefusedException(
                ErrorCode.PLATFORM_BUSY,
                "too many sign-ins at this moment; try again in a few seconds",
                LONGEST_WAIT);
    }
}
