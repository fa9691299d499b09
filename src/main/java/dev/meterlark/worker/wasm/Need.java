package dev.meterlark.worker.wasm;

import dev.meterlark.worker.SandboxSpec;

/**
 * What a function version takes of a host.
 *
 * @param calls at once, each with memory of its own
 * @param memoryMiB of one of them
 */
record Need(int calls, int memoryMiB) {

    private static final int PAGES_PER_MIB = 16;
    private static final int MOST_PAGES = 32_767;
    private static final int LARGEST_FILES_MIB = 64;

    /** An event, an answer and what they are copied through. */
    private static final int BESIDE_MEMORY_MIB = 24;

    static Need of(SandboxSpec spec) {
        return new Need(spec.concurrency(), spec.memoryMiB());
    }

    /** Of a module's memory, as far as any can address it here. */
    int pages() {
        return (int) Math.min(MOST_PAGES, (long) memoryMiB * PAGES_PER_MIB);
    }

    /** Files come on top of the memory: an eighth of it. */
    int fileBytes() {
        return Math.min(LARGEST_FILES_MIB, Math.max(1, memoryMiB / 8)) << 20;
    }

    /** Of the host's heap, when all calls use what they may. */
    long heapMiB() {
        return (long) calls * (memoryMiB + (fileBytes() >> 20) + BESIDE_MEMORY_MIB);
    }
}
