package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemandTests {

    private static final long MOMENT = Demand.MOMENT_NANOS;

    private final Demand demand = new Demand(10 * MOMENT);

    @Test
    void nothingIsWantedAtFirst() {
        assertThat(demand.level(0)).isZero();
    }

    @Test
    void asManyAsWereWantedAtTheBusiestMoment() {
        wanted(3, 0);
        wanted(1, 5 * MOMENT);

        assertThat(demand.level(6 * MOMENT)).isEqualTo(3);
    }

    @Test
    void aBurstIsNotCutInTwo() {
        wanted(2, MOMENT - 1);
        wanted(3, MOMENT);

        assertThat(demand.level(MOMENT)).isEqualTo(5);
    }

    @Test
    void whatIsFartherApartIsNotAddedUp() {
        wanted(2, 0);
        wanted(3, 2 * MOMENT);

        assertThat(demand.level(3 * MOMENT)).isEqualTo(3);
    }

    @Test
    void theWindowSlides() {
        wanted(4, 0);
        wanted(1, 8 * MOMENT);

        assertThat(demand.level(10 * MOMENT - 1)).isEqualTo(4);
        assertThat(demand.level(10 * MOMENT)).isEqualTo(1);
        assertThat(demand.level(18 * MOMENT)).isZero();
    }

    @Test
    void theClockMayBeginAnywhere() {
        wanted(2, Long.MIN_VALUE / 2);
        wanted(1, -1);
        wanted(1, 0);

        assertThat(demand.level(0)).isEqualTo(2);
    }

    private void wanted(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            demand.wanted(nanos);
        }
    }
}
