package dev.meterlark.worker.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Native memory that is filled in field by field, as the kernel wants its arguments. */
record Struct(MemorySegment memory) {

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /** All zeros. */
    static Struct of(Arena arena, long bytes) {
        return new Struct(arena.allocate(bytes, Long.BYTES));
    }

    Struct with(long offset, int value) {
        memory.set(INT, offset, value);
        return this;
    }

    Struct with(long offset, MemorySegment pointer) {
        memory.set(LONG, offset, pointer.address());
        return this;
    }

    long address() {
        return memory.address();
    }
}
