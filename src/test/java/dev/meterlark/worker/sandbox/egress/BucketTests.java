package dev.meterlark.worker.sandbox.egress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketTests {

    private static final long SECOND = 1_000_000_000;

    @Test
    void whatWasNotUsedForASecondIsThereAtOnce() {
        var bucket = new Bucket(10, 0);

        for (int i = 0; i < 10; i++) {
            assertThat(bucket.take(1, 0)).isZero();
        }
        assertThat(bucket.take(1, 0)).isBetween(SECOND / 10, SECOND / 10 + 2);
    }

    @Test
    void whoTookTooMuchWaitsUntilItIsPaidBack() {
        var bucket = new Bucket(10, 0);

        assertThat(bucket.take(40, 0)).isBetween(3 * SECOND, 3 * SECOND + 2);
        assertThat(bucket.take(1, 3 * SECOND)).isPositive();
        assertThat(bucket.take(1, 4 * SECOND)).isZero();
    }

    @Test
    void noMoreThanASecondsWorthIsSavedUp() {
        var bucket = new Bucket(10, 0);

        assertThat(bucket.take(10, 100 * SECOND)).isZero();
        assertThat(bucket.take(1, 100 * SECOND)).isPositive();
    }
}
