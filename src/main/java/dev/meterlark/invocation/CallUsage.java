package dev.meterlark.invocation;

/**
 * What attempts take of everything that has a price.
 *
 * @param requests attempts that are billed
 * @param mibMillis memory times billed duration
 * @param cpuMicros CPU time
 * @param egressBytes sent beyond the sandbox, answers not counted
 */
public record CallUsage(long requests, long mibMillis, long cpuMicros, long egressBytes) {

    public static final CallUsage NOTHING = new CallUsage(0, 0, 0, 0);

    /** As the ledger counts it: what is free counts nowhere. */
    public static CallUsage of(InvocationRecord record) {
        return record.billable()
                ? new CallUsage(
                        1,
                        record.billedMillis() * record.memoryMiB(),
                        record.cpuMicros(),
                        record.egressBytes())
                : NOTHING;
    }

    public CallUsage plus(CallUsage other) {
        return new CallUsage(
                requests + other.requests,
                mibMillis + other.mibMillis,
                cpuMicros + other.cpuMicros,
                egressBytes + other.egressBytes);
    }

    public CallUsage minus(CallUsage other) {
        return new CallUsage(
                requests - other.requests,
                mibMillis - other.mibMillis,
                cpuMicros - other.cpuMicros,
                egressBytes - other.egressBytes);
    }

    /** Whether the other finds room in this. */
    public boolean covers(CallUsage other) {
        return requests >= other.requests
                && mibMillis >= other.mibMillis
                && cpuMicros >= other.cpuMicros
                && egressBytes >= other.egressBytes;
    }

    /** Of each the larger. */
    public CallUsage max(CallUsage other) {
        return new CallUsage(
                Math.max(requests, other.requests),
                Math.max(mibMillis, other.mibMillis),
                Math.max(cpuMicros, other.cpuMicros),
                Math.max(egressBytes, other.egressBytes));
    }

    public CallUsage times(long factor) {
        return new CallUsage(
                requests * factor, mibMillis * factor, cpuMicros * factor, egressBytes * factor);
    }

    public CallUsage dividedBy(long divisor) {
        return new CallUsage(
                requests / divisor,
                mibMillis / divisor,
                cpuMicros / divisor,
                egressBytes / divisor);
    }
}
