package dev.meterlark.metering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

class ByteTimeTests {

    private static final Instant HALF_PAST = Instant.parse("2026-03-01T10:30:00Z");
    private static final BigInteger HOUR = BigInteger.valueOf(3_600_000_000L);

    @Test
    void whatLiesWithinAnHourIsSummed() {
        ByteTime time = new ByteTime(HALF_PAST, BigInteger.ZERO);

        time = time.tell(10, HALF_PAST.plusSeconds(1)).now();
        time = time.tell(0, HALF_PAST.plusSeconds(5)).now();
        time = time.tell(3, HALF_PAST.plusSeconds(7)).now();

        assertThat(time.open()).isEqualTo(16_000_000);
    }

    @Test
    void eachHourThatIsOverIsToldOnce() {
        ByteTime.Told told =
                new ByteTime(HALF_PAST, BigInteger.ZERO)
                        .tell(4, HALF_PAST.plus(Duration.ofMinutes(100)));

        assertThat(told.over())
                .containsExactly(
                        hour("2026-03-01T10:00:00Z", HOUR.multiply(BigInteger.TWO)),
                        hour("2026-03-01T11:00:00Z", HOUR.multiply(BigInteger.valueOf(4))));
        assertThat(told.now().open()).isEqualTo(4L * 600_000_000);
    }

    @Test
    void anHourEndsWhereTheNextBegins() {
        Instant eleven = Instant.parse("2026-03-01T11:00:00Z");
        ByteTime.Told told = new ByteTime(HALF_PAST, BigInteger.ZERO).tell(1, eleven);

        assertThat(told.over()).hasSize(1);
        assertThat(told.now()).isEqualTo(new ByteTime(eleven, BigInteger.ZERO));
    }

    @Test
    void ofNothingThereAreNoHours() {
        Instant later = HALF_PAST.plus(Duration.ofDays(10_000));
        ByteTime.Told told = new ByteTime(HALF_PAST, BigInteger.ONE).tell(0, later);

        assertThat(told.over()).containsExactly(hour("2026-03-01T10:00:00Z", BigInteger.ONE));
        assertThat(told.now()).isEqualTo(new ByteTime(later, BigInteger.ZERO));
    }

    @Test
    void aClockThatGoesBackTellsNothingTwice() {
        ByteTime time = new ByteTime(HALF_PAST, BigInteger.TEN);

        assertThat(time.tell(7, HALF_PAST.minusSeconds(9)).now()).isEqualTo(time);
    }

    @Test
    void whateverThePiecesTheWholeIsTheSame() {
        Random random = new Random(3);
        Instant end = HALF_PAST.plus(Duration.ofHours(30));
        ByteTime time = new ByteTime(HALF_PAST, BigInteger.ZERO);
        BigInteger sum = BigInteger.ZERO;
        Instant at = HALF_PAST;
        while (at.isBefore(end)) {
            at = at.plus(Duration.ofMillis(random.nextInt(5_000_000)));
            ByteTime.Told told = time.tell(9, at.isBefore(end) ? at : end);
            sum = told.over().stream().map(ByteTime.Hour::amount).reduce(sum, BigInteger::add);
            time = told.now();
        }

        assertThat(sum.add(time.open())).isEqualTo(HOUR.multiply(BigInteger.valueOf(9 * 30)));
    }

    private static ByteTime.Hour hour(String begin, BigInteger amount) {
        return new ByteTime.Hour(Instant.parse(begin), amount);
    }
}
