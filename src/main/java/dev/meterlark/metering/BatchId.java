package dev.meterlark.metering;

import java.time.Instant;
import java.util.UUID;

/** Marks that were made together: in the order of time, by the clocks of the nodes. */
record BatchId(UUID value) {

    static BatchId at(Instant now) {
        UUID random = UUID.randomUUID();
        long high = now.toEpochMilli() << 16 | 0x7000L | random.getMostSignificantBits() & 0xfffL;
        return new BatchId(new UUID(high, random.getLeastSignificantBits()));
    }
}
