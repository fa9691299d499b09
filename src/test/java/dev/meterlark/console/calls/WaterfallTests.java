package dev.meterlark.console.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.Lineage;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;
import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.CallAttempts;
import dev.meterlark.telemetry.CallTree;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;

class WaterfallTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void callsStandWhereTheyWereBetweenTheFirstArrivalAndTheLastEnd() {
        Call root = call(0, new Call.Phases(0, 0, 0, 100_000));
        Call child = call(25, new Call.Phases(5_000, 10_000, 0, 10_000));
        var tree = new CallTree(root, Map.of(root.id(), List.of(child)), false);

        Waterfall waterfall = Waterfall.of(root, only(root), tree);

        assertThat(waterfall.whole()).isEqualTo("100 ms");
        assertThat(waterfall.price()).isEqualTo("0.2 USD");
        Waterfall.Row row = waterfall.rows().getLast();
        assertThat(row.depth()).isEqualTo(1);
        assertThat(row.after()).isEqualTo("+25.0 ms");
        assertThat(row.took()).isEqualTo("25.0 ms");
        assertThat(row.bars())
                .extracting(PhaseBar::from)
                .containsExactly("25.000", "30.000", "40.000");
        assertThat(row.bars())
                .extracting(PhaseBar::width)
                .containsExactly("5.000", "10.000", "10.000");
        assertThat(row.bars()).extracting(PhaseBar::name).containsExactly("queued", "start", "run");
    }

    @Test
    void aCallThatOutlivesItsParentMakesAllOfItLonger() {
        Call root = call(0, new Call.Phases(0, 0, 0, 10_000));
        Call child = call(5, new Call.Phases(0, 0, 0, 35_000));
        var tree = new CallTree(root, Map.of(root.id(), List.of(child)), true);

        Waterfall waterfall = Waterfall.of(root, only(root), tree);

        assertThat(waterfall.whole()).isEqualTo("40.0 ms");
        assertThat(waterfall.rows().getFirst().bars().getFirst().width()).isEqualTo("25.000");
        assertThat(waterfall.cut()).isTrue();
    }

    @Test
    void whatTookNoTimeAtAllIsDrawnAsNothing() {
        Call root = call(0, new Call.Phases(0, 0, 0, 0));

        Waterfall waterfall = Waterfall.of(root, only(root), new CallTree(root, Map.of(), false));

        assertThat(waterfall.rows().getFirst().bars()).isEmpty();
        assertThat(waterfall.rows().getFirst().after()).isEmpty();
    }

    @Test
    void anAttemptIsShownWithTheCallsThatItMadeItself() {
        Call first = call(0, new Call.Phases(0, 0, 0, 10_000));
        Call byFirst = call(5, new Call.Phases(0, 0, 0, 1_000));
        Call second = call(first.id(), 2, 60_000, new Call.Phases(0, 0, 0, 10_000));
        Call atOnce = call(60_000, new Call.Phases(0, 0, 0, 2_000));
        Call later = call(60_009, new Call.Phases(0, 0, 0, 2_000));
        var tree = new CallTree(second, Map.of(first.id(), List.of(byFirst, atOnce, later)), false);
        var attempts = new CallAttempts(List.of(first, second));

        assertThat(Waterfall.of(first, attempts, tree).rows())
                .extracting(Waterfall.Row::id)
                .containsExactly(first.id().toString(), byFirst.id().toString());
        assertThat(Waterfall.of(second, attempts, tree).rows())
                .extracting(Waterfall.Row::after)
                .containsExactly("", "+0 µs", "+9.0 ms");
    }

    private static CallAttempts only(Call root) {
        return new CallAttempts(List.of(root));
    }

    private static Call call(long afterMillis, Call.Phases phases) {
        return call(InvocationId.at(NOON.plusMillis(afterMillis)), 1, afterMillis, phases);
    }

    private static Call call(InvocationId id, int attempt, long afterMillis, Call.Phases phases) {
        Instant at = NOON.plusMillis(afterMillis);
        return new Call(
                id,
                attempt,
                FunctionId.random(),
                "thumbnails",
                "$LATEST",
                null,
                "rest",
                Lineage.FIRST,
                null,
                at,
                null,
                phases,
                1,
                new Money(new BigDecimal("0.1"), Currency.getInstance("USD")),
                "list",
                false,
                128,
                1,
                1,
                1,
                1,
                0);
    }
}
