package dev.meterlark.console.operator;

import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.nodes.Node;
import dev.meterlark.nodes.NodeHistory;
import dev.meterlark.nodes.NodeReading;
import dev.meterlark.nodes.Nodes;
import dev.meterlark.shared.Permission;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The nodes, with their sandboxes and their memory. */
@Room
class NodePages {

    private final Nodes nodes;
    private final NodeHistory history;
    private final InstantSource clock;

    NodePages(Nodes nodes, NodeHistory history, InstantSource clock) {
        this.nodes = nodes;
        this.history = history;
        this.clock = clock;
    }

    @GetMapping("/operator/nodes")
    @Access(Permission.OPERATE)
    String list(@RequestParam(defaultValue = "") String range, Model model) {
        NodeCharts.Range chosen = NodeCharts.Range.of(range);
        Instant from = chosen.from(clock.instant());
        model.addAttribute("range", chosen);
        model.addAttribute("ranges", NodeCharts.Range.values());
        model.addAttribute("charts", NodeCharts.of(chosen, from, history.since(from)));
        model.addAttribute("nodes", nodes.all().stream().map(Row::of).toList());
        return "operator/nodes";
    }

    /**
     * @param heap used, and of how much
     * @param heapShare of what there is, in percent
     * @param due how long the longest has been due
     */
    record Row(
            String name,
            boolean here,
            boolean lost,
            Instant startedAt,
            Instant seenAt,
            String sandboxes,
            String waiting,
            String sandboxMemory,
            String heap,
            long heapShare,
            String inHand,
            String due,
            String tier,
            List<String> runtimes) {

        static Row of(Node node) {
            NodeReading r = node.reading();
            return new Row(
                    r.name(),
                    node.here(),
                    node.lost(),
                    node.startedAt(),
                    node.seenAt(),
                    "%s busy, %s idle, %s blank"
                            .formatted(
                                    Show.count(r.busy()),
                                    Show.count(r.idle()),
                                    Show.count(r.blank())),
                    Show.count(r.waiting()),
                    Show.bytes(r.sandboxBytes()),
                    "%s of %s".formatted(Show.bytes(r.heapBytes()), Show.bytes(r.mostHeapBytes())),
                    r.mostHeapBytes() == 0 ? 0 : 100 * r.heapBytes() / r.mostHeapBytes(),
                    Show.count(r.inHand()),
                    Show.millis(Math.round(r.oldestDueSeconds() * 1_000)),
                    r.tier(),
                    r.runtimes());
        }
    }
}
