package dev.meterlark.billing.budget;

import dev.meterlark.invocation.CallUsage;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Records of calls as guards see them. */
final class SampleCalls {

    private static final FunctionId FUNCTION = FunctionId.random();

    private SampleCalls() {}

    /** The most that a call of 512 MiB and of 1 s takes. */
    static CallUsage worst(int memoryMiB, int seconds) {
        return new CallUsage(1, memoryMiB * 1000L * (11 + seconds), 0, 0);
    }

    static InvocationRecord billed(AccountId account, Instant at, int memoryMiB, long millis) {
        return record(account, at, null, true, memoryMiB, millis);
    }

    static InvocationRecord free(AccountId account, Instant at, int memoryMiB) {
        return record(account, at, ErrorCode.PLATFORM_ERROR, false, memoryMiB, 0);
    }

    /** Well, by its timeout, or lost by the platform. */
    static InvocationRecord any(
            AccountId account, Instant at, CallUsage worst, int memoryMiB, RandomGenerator random) {
        long most = worst.mibMillis() / memoryMiB;
        return switch (random.nextInt(4)) {
            case 0 -> free(account, at, memoryMiB);
            case 1 -> billed(account, at, memoryMiB, most);
            default -> billed(account, at, memoryMiB, 1 + random.nextLong(most));
        };
    }

    private static InvocationRecord record(
            AccountId account,
            Instant at,
            @Nullable ErrorCode code,
            boolean billable,
            int memoryMiB,
            long millis) {
        return new InvocationRecord(
                new InvocationId(UUID.randomUUID()),
                1,
                account,
                FUNCTION,
                "f",
                "$LATEST",
                null,
                "rest",
                Lineage.FIRST,
                null,
                at,
                code == null ? null : code.wireName(),
                null,
                null,
                billable,
                false,
                0,
                0,
                0,
                millis * 1000,
                millis,
                memoryMiB,
                0,
                0,
                0,
                0,
                0,
                Money.zero(SampleBooks.EUR),
                "simple-1",
                null);
    }
}
