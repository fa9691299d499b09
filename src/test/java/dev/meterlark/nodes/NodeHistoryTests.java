package dev.meterlark.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.nodes.NodeHistory.Minute;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

@MeterlarkTest
class NodeHistoryTests {

    @Autowired NodeHistory history;

    @Test
    void aMinuteIsWhatANodeSaidLastInItAndOldOnesAreForgotten() {
        UUID node = UUID.randomUUID();
        Instant at = Instant.parse("2031-01-01T00:00:05Z");

        history.add(node, at, reading(1));
        history.add(node, at.plusSeconds(10), reading(4));
        history.add(node, at.plusSeconds(60), reading(9));

        assertThat(of(node, at.minusSeconds(5))).extracting(Minute::calls).containsExactly(4L, 9L);
        assertThat(of(node, at.minusSeconds(5)).getFirst().sandboxes()).isEqualTo(6);
        assertThat(of(node, at.plusSeconds(1))).hasSize(1);
    }

    private List<Minute> of(UUID node, Instant from) {
        return history.since(from).stream().filter(each -> each.node().equals(node)).toList();
    }

    private static NodeReading reading(long calls) {
        return new NodeReading(
                "here", 2, 1, 2, 1, 2, 3, 0, 5, 0, 0, calls, "T1", List.of("nodejs20"));
    }
}
