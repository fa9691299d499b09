package dev.meterlark.telemetry.metrics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How long calls took, counted in buckets whose borders grow by a twentieth each: a percentile is
 * at most 2.5 % off, whatever is put together. Immutable.
 */
final class Latencies {

    static final Latencies NONE = new Latencies(new int[0], new long[0]);

    /** Times the logarithm of a length in µs is its bucket, begun ones cut. */
    static final double BUCKETS_PER_LOG = 1 / Math.log(1.05);

    private final int[] buckets;
    private final long[] counts;

    /** Buckets rise, counts are above 0. */
    private Latencies(int[] buckets, long[] counts) {
        this.buckets = buckets;
        this.counts = counts;
    }

    static Latencies of(int bucket, long calls) {
        return calls <= 0 ? NONE : new Latencies(new int[] {bucket}, new long[] {calls});
    }

    static int bucketOf(long micros) {
        return (int) (Math.log(Math.max(micros, 1)) * BUCKETS_PER_LOG);
    }

    Latencies plus(Latencies other) {
        if (buckets.length == 0) {
            return other;
        }
        return other.buckets.length == 0 ? this : merged(other, 1);
    }

    /** What was never in is not taken out. */
    Latencies minus(Latencies other) {
        return other.buckets.length == 0 ? this : merged(other, -1);
    }

    private Latencies merged(Latencies other, int sign) {
        int[] places = new int[buckets.length + other.buckets.length];
        long[] sums = new long[places.length];
        int used = 0;
        int mine = 0;
        int its = 0;
        while (mine < buckets.length || its < other.buckets.length) {
            int place = Math.min(at(buckets, mine), at(other.buckets, its));
            long sum = at(buckets, mine) == place ? counts[mine++] : 0;
            sum += at(other.buckets, its) == place ? sign * other.counts[its++] : 0;
            if (sum > 0) {
                places[used] = place;
                sums[used++] = sum;
            }
        }
        return new Latencies(Arrays.copyOf(places, used), Arrays.copyOf(sums, used));
    }

    private static int at(int[] places, int index) {
        return index < places.length ? places[index] : Integer.MAX_VALUE;
    }

    long calls() {
        return Arrays.stream(counts).sum();
    }

    /**
     * @param part of the calls that took no longer, above 0 and at most 1
     * @return in µs; 0 of no calls
     */
    long percentile(double part) {
        long wanted = (long) Math.ceil(part * calls());
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.round(Math.exp((buckets[i] + 0.5) / BUCKETS_PER_LOG));
            }
        }
        return 0;
    }

    /** Those that took no longer than a length, to the bucket. */
    long atMost(long micros) {
        int last = bucketOf(micros);
        long sum = 0;
        for (int i = 0; i < buckets.length && buckets[i] <= last; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /** What they took together, to the bucket. */
    double sumMicros() {
        double sum = 0;
        for (int i = 0; i < buckets.length; i++) {
            sum += counts[i] * Math.exp((buckets[i] + 0.5) / BUCKETS_PER_LOG);
        }
        return sum;
    }

    /** Distances of buckets and counts in turn, seven bits a byte. */
    byte[] encoded() {
        var bytes = new ByteArrayOutputStream(4 * buckets.length);
        int before = 0;
        for (int i = 0; i < buckets.length; i++) {
            write(bytes, buckets[i] - before);
            write(bytes, counts[i]);
            before = buckets[i];
        }
        return bytes.toByteArray();
    }

    static Latencies decode(byte[] encoded) {
        int numbers = 0;
        for (byte each : encoded) {
            numbers += each >= 0 ? 1 : 0;
        }
        int[] buckets = new int[numbers / 2];
        long[] counts = new long[buckets.length];
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        int before = 0;
        for (int i = 0; i < buckets.length; i++) {
            before += (int) read(bytes);
            buckets[i] = before;
            counts[i] = read(bytes);
        }
        return new Latencies(buckets, counts);
    }

    private static void write(ByteArrayOutputStream bytes, long number) {
        long rest = number;
        while (rest > 0x7f) {
            bytes.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static long read(ByteBuffer bytes) {
        long number = 0;
        int shift = 0;
        byte each;
        do {
            each = bytes.get();
            number |= (long) (each & 0x7f) << shift;
            shift += 7;
        } while (each < 0);
        return number;
    }
}
