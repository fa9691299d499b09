package dev.meterlark.invocation.journal;

import java.util.Comparator;

/** Where a frame begins. Segment numbers only grow, so positions sort by age. */
record Position(long segment, long offset) implements Comparable<Position> {

    private static final Comparator<Position> BY_AGE =
            Comparator.comparingLong(Position::segment).thenComparingLong(Position::offset);

    static Position startOf(long segment) {
        return new Position(segment, SegmentFile.HEADER_BYTES);
    }

    @Override
    public int compareTo(Position other) {
        return BY_AGE.compare(this, other);
    }

    @Override
    public String toString() {
        return segment + ":" + offset;
    }
}
