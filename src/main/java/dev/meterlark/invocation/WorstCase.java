package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.Egress;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * The most that one attempt is recorded with, and so the most that it can cost: init and run as
 * long as they are billed at most, all that time on all its CPUs, and what it may send.
 */
@Component
final class WorstCase {

    static final Duration MOST_BILLED_INIT = Duration.ofSeconds(10);

    /** What a run may last beyond its timeout until its sandbox is surely gone. */
    static final Duration GRACE = Duration.ofSeconds(1);

    /** Memory that comes with one CPU; nobody has less than one. */
    private static final long MIB_PER_CPU = 1769;

    private final long egressAllowance;

    /**
     * @param egressAllowance after which the connections of a call are reset
     */
    WorstCase(@Value("${meterlark.sandbox.egress.bytes-per-call:1GB}") DataSize egressAllowance) {
        this.egressAllowance = egressAllowance.toBytes();
    }

    CallUsage of(FunctionSnapshot function) {
        return of(function.memoryMiB(), function.timeout(), function.egress());
    }

    CallUsage of(int memoryMiB, Duration timeout, Egress egress) {
        long millis = MOST_BILLED_INIT.plus(timeout).plus(GRACE).toMillis();
        return new CallUsage(
                1,
                millis * memoryMiB,
                millis * 1_000 * Math.max(MIB_PER_CPU, memoryMiB) / MIB_PER_CPU,
                switch (egress) {
                    case NONE -> 0;
                    case INTERNET -> egressAllowance;
                });
    }
}
