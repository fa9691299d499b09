package dev.meterlark.metering;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Records as the journal hands them over, from a seed. */
public final class SampleRecords {

    private static final Currency USD = Currency.getInstance("USD");
    private static final ErrorCode[] CODES = {
        ErrorCode.FUNCTION_ERROR,
        ErrorCode.FUNCTION_TIMEOUT,
        ErrorCode.EVENT_TOO_LARGE,
        ErrorCode.PLATFORM_ERROR,
    };

    private final Random random;

    public SampleRecords(long seed) {
        this.random = new Random(seed);
    }

    public InvocationRecord succeeded(AccountId account, FunctionId function, Instant at) {
        return record(account, function, at, null, true);
    }

    public InvocationRecord failed(
            AccountId account, FunctionId function, Instant at, ErrorCode code) {
        return record(account, function, at, code, code.fault() != Fault.PLATFORM);
    }

    /** A later attempt of a call. */
    public static InvocationRecord again(InvocationRecord r, int attempt) {
        Made same = new Made(r.version(), r.alias(), r.source(), r.trigger());
        return copy(r, attempt, r.startedAt().plusSeconds(attempt), same);
    }

    /** The same made in another way. */
    public static InvocationRecord made(InvocationRecord r, Made made) {
        return copy(r, r.attempt(), r.startedAt(), made);
    }

    private static InvocationRecord copy(
            InvocationRecord r, int attempt, Instant startedAt, Made made) {
        return new InvocationRecord(
                r.invocation(),
                attempt,
                r.account(),
                r.function(),
                r.functionName(),
                made.version() == null ? r.version() : made.version(),
                made.alias(),
                made.source() == null ? r.source() : made.source(),
                r.lineage(),
                made.trigger(),
                startedAt,
                r.errorCode(),
                r.errorType(),
                r.errorMessage(),
                r.billable(),
                r.cold(),
                r.queuedMicros(),
                r.startMicros(),
                r.initMicros(),
                r.runMicros(),
                r.billedMillis(),
                r.memoryMiB(),
                r.cpuMicros(),
                r.peakMemoryBytes(),
                r.requestBytes(),
                r.responseBytes(),
                r.egressBytes(),
                r.price(),
                r.priceBook(),
                r.tags());
    }

    /** Calls of a few functions, of every ending, at any microsecond of the time given. */
    public List<InvocationRecord> any(
            int count, AccountId account, List<FunctionId> functions, Instant from, Instant to) {
        List<InvocationRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Instant at = from.plusMillis(random.nextLong(to.toEpochMilli() - from.toEpochMilli()));
            FunctionId function = functions.get(random.nextInt(functions.size()));
            ErrorCode code = random.nextInt(3) == 0 ? CODES[random.nextInt(CODES.length)] : null;
            records.add(record(account, function, at, code, code == null || random.nextBoolean()));
        }
        return records;
    }

    private InvocationRecord record(
            AccountId account,
            FunctionId function,
            Instant at,
            @Nullable ErrorCode code,
            boolean billable) {
        long billed = billable ? 1 + random.nextInt(900_000) : 0;
        int memory = 128 + random.nextInt(10_000);
        return new InvocationRecord(
                new InvocationId(new UUID(random.nextLong(), random.nextLong())),
                1,
                account,
                function,
                "f-" + function.toString().substring(0, 8),
                "$LATEST",
                null,
                "rest",
                Lineage.FIRST,
                random.nextInt(5) == 0 ? new UUID(1, random.nextInt(3)) : null,
                at,
                code == null ? null : code.wireName(),
                code == null ? null : "Error",
                code == null ? null : "it broke",
                billable,
                random.nextInt(20) == 0,
                random.nextInt(1000),
                random.nextInt(30_000),
                random.nextInt(30_000),
                1000 * billed,
                billed,
                memory,
                random.nextInt(1_000_000),
                random.nextInt(1 << 30),
                random.nextInt(6 << 20),
                random.nextInt(6 << 20),
                random.nextInt(1 << 30),
                billable ? price(billed, memory) : Money.zero(USD),
                "payg-2026-01",
                random.nextInt(3) == 0 ? new TagSetId(new UUID(0, random.nextInt(3))) : null);
    }

    /** By long division on paper's terms: everything over 10 to the 23rd. */
    private static Money price(long billedMillis, int memoryMiB) {
        BigDecimal gbSeconds =
                new BigDecimal(billedMillis * memoryMiB)
                        .movePointLeft(3)
                        .divide(new BigDecimal(1024));
        return new Money(
                gbSeconds.multiply(new BigDecimal("0.0000166667")).add(new BigDecimal("0.0000002")),
                USD);
    }
}
