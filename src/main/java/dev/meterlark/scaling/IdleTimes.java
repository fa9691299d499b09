package dev.meterlark.scaling;

import java.util.Arrays;

/**
 * How long a version was idle before its next call: a histogram of 225 bins from 1 s to 2^14 s,
 * about four and a half hours, each a sixteenth of an octave wide. The paper has as many of one
 * minute each, for cold starts of seconds; ours take milliseconds, so that a sandbox may well be
 * kept for seconds only, and a margin of a tenth of the interval wants bins that are narrower than
 * that everywhere. About 500 bytes. Older times weigh less: all counts are halved when there are
 * many. Not thread-safe.
 */
final class IdleTimes {

    private static final int PER_OCTAVE = 16;
    private static final int OCTAVES = 14;
    static final int BINS = 1 + OCTAVES * PER_OCTAVE;
    static final long RANGE_MILLIS = 1000L << OCTAVES;
    private static final int MOST = 4096;

    /** Of the counts, their array's head, and this object. */
    static final int BYTES = 2 * BINS + 16 + 24;

    private final short[] counts = new short[BINS];
    private int inRange;
    private int outOfRange;

    void add(long millis) {
        if (millis >= RANGE_MILLIS) {
            outOfRange++;
        } else {
            counts[bin(millis)]++;
            inRange++;
        }
        if (inRange + outOfRange >= MOST) {
            halve();
        }
    }

    private void halve() {
        inRange = 0;
        for (int i = 0; i < BINS; i++) {
            counts[i] /= 2;
            inRange += counts[i];
        }
        outOfRange /= 2;
    }

    int inRange() {
        return inRange;
    }

    int outOfRange() {
        return outOfRange;
    }

    /**
     * Coefficient of variation of the bins' counts: 0 when all are alike, 15 when one has
     * everything.
     */
    double variation() {
        if (inRange == 0) {
            return 0;
        }
        double mean = (double) inRange / BINS;
        double squares = 0;
        for (short count : counts) {
            squares += (count - mean) * (count - mean);
        }
        return Math.sqrt(squares / BINS) / mean;
    }

    /** The lower edge of the bin in which this part of the times is reached. */
    long headMillis(double part) {
        return lowerEdge(binOf(part));
    }

    /** The upper edge of the bin in which this part of the times is reached. */
    long tailMillis(double part) {
        return lowerEdge(binOf(part) + 1);
    }

    /** How many of the times were longer than this; parts of bins count in proportion. */
    double longerThan(long millis) {
        if (millis >= RANGE_MILLIS) {
            return outOfRange;
        }
        int bin = bin(millis);
        double longer = outOfRange;
        for (int i = bin + 1; i < BINS; i++) {
            longer += counts[i];
        }
        long lower = lowerEdge(bin);
        long upper = lowerEdge(bin + 1);
        return longer + counts[bin] * (double) (upper - millis) / (upper - lower);
    }

    /**
     * The best that keeping a sandbox can bring which is idle for this long: calls found for the
     * seconds it is kept, where it is given up at the time that is best to do so (its Gittins
     * index). 0 when no time was longer.
     */
    double callsPerSecond(long idleMillis) {
        if (idleMillis >= RANGE_MILLIS) {
            return 0;
        }
        double left = longerThan(idleMillis);
        double found = 0;
        double kept = 0;
        double best = 0;
        long from = idleMillis;
        for (int i = bin(idleMillis); i < BINS && left > 0; i++) {
            long to = lowerEdge(i + 1);
            double here = counts[i] * (double) (to - from) / (to - lowerEdge(i));
            kept += (left - here / 2) * (to - from) / 1000;
            found += here;
            left -= here;
            best = Math.max(best, found / kept);
            from = to;
        }
        return best;
    }

    private int binOf(double part) {
        double wanted = part * inRange;
        double sum = 0;
        for (int i = 0; i < BINS; i++) {
            sum += counts[i];
            if (sum >= wanted && sum > 0) {
                return i;
            }
        }
        return BINS - 1;
    }

    private static int bin(long millis) {
        if (millis < 1000) {
            return 0;
        }
        int octave = 63 - Long.numberOfLeadingZeros(millis / 1000);
        long base = 1000L << octave;
        return 1 + octave * PER_OCTAVE + (int) ((millis - base) * PER_OCTAVE / base);
    }

    private static long lowerEdge(int bin) {
        if (bin == 0) {
            return 0;
        }
        int octave = (bin - 1) / PER_OCTAVE;
        long base = 1000L << octave;
        return base + base * ((bin - 1) % PER_OCTAVE) / PER_OCTAVE;
    }

    @Override
    public String toString() {
        return "%d in range %s, %d beyond".formatted(inRange, Arrays.toString(counts), outOfRange);
    }
}
