package dev.meterlark.storage.bucket;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Objects that are being written or read. Guarded by its monitor: no account has more than its
 * bound, nor this node more than its own.
 */
@Component
class Transfers {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final BucketProperties properties;
    private final Map<AccountId, Integer> byAccount = new HashMap<>();
    private int all;

    Transfers(BucketProperties properties) {
        this.properties = properties;
    }

    /** What ends with its {@code close}, once. */
    interface Transfer extends AutoCloseable {

        @Override
        void close();
    }

    synchronized Transfer begin(AccountId account) {
        int before = byAccount.getOrDefault(account, 0);
        if (before >= properties.transfersPerAccount()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_RATE,
                    "an account may write and read %d objects at once, and does".formatted(before),
                    SOON);
        }
        if (all >= properties.transfers()) {
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY,
                    "as many objects are written and read as this node does at once; try again",
                    SOON);
        }
        all++;
        byAccount.put(account, before + 1);
        return () -> end(account);
    }

    private synchronized void end(AccountId account) {
        all--;
        byAccount.computeIfPresent(account, (_, n) -> n == 1 ? null : n - 1);
    }
}
