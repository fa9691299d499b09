package dev.meterlark.console.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.console.Chart;
import dev.meterlark.nodes.NodeHistory.Minute;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class NodeChartsTests {

    private static final Instant NOW = Instant.parse("2026-11-26T10:30:20Z");
    private static final UUID ONE = UUID.randomUUID();

    @Test
    void callsAreCountedFromOneMinuteToTheNextAndAStartBeginsAnew() {
        NodeCharts.Range range = NodeCharts.Range.HOUR;
        Instant from = range.from(NOW);
        assertThat(from).isEqualTo("2026-11-26T09:31:00Z");
        List<Minute> minutes =
                List.of(minute(ONE, from, 3, 100), minute(ONE, from.plusSeconds(60), 5, 220));

        List<Chart> charts = NodeCharts.of(range, from, minutes);

        assertThat(charts)
                .extracting(Chart::id)
                .containsExactly("sandboxes", "sandbox-memory", "calls");
        assertThat(values(charts, 0)).startsWith(3.0, 5.0, null).hasSize(60);
        assertThat(values(charts, 2)).startsWith(null, 2.0, null);
    }

    @Test
    void ofManyNodesThoseAreDrawnThatWereHeardOfMost() {
        NodeCharts.Range range = NodeCharts.Range.of("24h");
        Instant from = range.from(NOW);
        List<Minute> minutes = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            minutes.add(minute(UUID.randomUUID(), from, n, 0));
        }
        minutes.add(minute(ONE, from.plus(Duration.ofMinutes(1)), 77, 0));
        minutes.add(minute(ONE, from.plus(Duration.ofMinutes(2)), 78, 0));

        List<Chart> charts = NodeCharts.of(range, from, minutes);

        assertThat(charts.getFirst().series()).hasSize(Chart.MOST_SERIES);
        assertThat(values(charts, 0).getFirst()).isEqualTo(78.0);
        assertThat(NodeCharts.of(range, from, List.of())).isEmpty();
        assertThat(NodeCharts.Range.of("a year")).isEqualTo(NodeCharts.Range.HOUR);
    }

    private static List<Double> values(List<Chart> charts, int chart) {
        return new ArrayList<>(charts.get(chart).series().getFirst().values());
    }

    private static Minute minute(UUID node, Instant at, long sandboxes, long calls) {
        return new Minute(node, "node", at, sandboxes, 1 << 20, 1 << 20, calls);
    }
}
