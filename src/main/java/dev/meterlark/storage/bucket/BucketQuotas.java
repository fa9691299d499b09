package dev.meterlark.storage.bucket;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.Map;

/**
 * What each account's buckets may hold: what the settings say, or what the operator says of it. A
 * quota below what is there takes nothing away; it only lets nothing more in.
 */
@Service
@Transactional
public class BucketQuotas {

    private final BucketQuotaRows rows;
    private final Accounts accounts;
    private final AuditLog audit;
    private final InstantSource clock;

    BucketQuotas(BucketQuotaRows rows, Accounts accounts, AuditLog audit, InstantSource clock) {
        this.rows = rows;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public BucketQuota of(AccountId account) {
        accounts.identity(account); // refuses one that is not there
        return rows.of(account);
    }

    /**
     * @param maxBytes null, as the other one is, for what the settings say
     */
    public BucketQuota change(
            Caller operator,
            AccountId account,
            @Nullable Long maxBytes,
            @Nullable Long maxObjects) {
        accounts.lockedLimits(account); // one after the other
        BucketQuota before = rows.of(account);
        if (maxBytes == null && maxObjects == null) {
            rows.delete(account);
        } else {
            rows.put(
                    account,
                    checked("maxBytes", maxBytes),
                    checked("maxObjects", maxObjects),
                    clock.instant());
        }
        BucketQuota after = rows.of(account);
        if (!after.equals(before)) {
            audit.record(
                    operator,
                    "account.bucket-quota-changed",
                    "account:" + account,
                    Map.of("maxBytes", after.maxBytes(), "maxObjects", after.maxObjects()));
        }
        return after;
    }

    private static long checked(String name, @Nullable Long value) {
        if (value == null || value < 0) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s must be 0 or more, or null with the other one for what the settings say;"
                                    .formatted(name)
                            + " was: "
                            + value);
        }
        return value;
    }
}
