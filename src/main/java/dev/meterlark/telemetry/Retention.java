package dev.meterlark.telemetry;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** The control plane's word on how long an account's calls, logs and contents stay. In memory. */
public interface Retention {

    Kept of(AccountId account, Instant at);

    /**
     * Null stands for as long as the installation keeps any.
     *
     * @param calls how far back the history goes
     * @param contents events and answers
     */
    record Kept(@Nullable Duration calls, @Nullable Duration logs, @Nullable Duration contents) {

        public static final Kept AS_LONG_AS_ANY = new Kept(null, null, null);
    }
}
