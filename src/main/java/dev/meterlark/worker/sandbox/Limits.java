package dev.meterlark.worker.sandbox;

/** What a sandbox of a size may take, as control groups count it. */
record Limits(int memoryMiB) {

    static final int CPU_PERIOD_MICROS = 100_000;

    /** Memory that comes with one CPU on AWS. */
    static final int MIB_PER_CPU = 1769;

    /** The least share there is: whoever has it computes when nobody else wants to. */
    static final long LEAST_SHARES = 2;

    long memoryBytes() {
        return memoryMiB * 1024L * 1024;
    }

    /** In proportion to memory when CPUs are short. */
    long cpuShares() {
        return Math.max(LEAST_SHARES, memoryMiB * 1024L / MIB_PER_CPU);
    }

    /** A time in each period, over all CPUs; never less than one CPU. */
    long cpuQuotaMicros() {
        return Math.max(MIB_PER_CPU, memoryMiB) * (long) CPU_PERIOD_MICROS / MIB_PER_CPU;
    }

    /** Shares as a weight of cgroup version 2, converted as OCI runtimes do. */
    long cpuWeight() {
        return 1 + (cpuShares() - 2) * 9999 / 262_142;
    }
}
