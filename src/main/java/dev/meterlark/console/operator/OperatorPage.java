package dev.meterlark.console.operator;

import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.invocation.queue.Conservation;
import dev.meterlark.invocation.queue.Conservation.Count;
import dev.meterlark.nodes.Nodes;
import dev.meterlark.shared.Permission;
import dev.meterlark.worker.Workers;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.util.List;
import java.util.function.ToLongFunction;

/** How the installation stands, at a glance. */
@Room
class OperatorPage {

    private final Workers workers;
    private final Nodes nodes;
    private final Conservation conservation;

    OperatorPage(Workers workers, Nodes nodes, Conservation conservation) {
        this.workers = workers;
        this.nodes = nodes;
        this.conservation = conservation;
    }

    @GetMapping("/operator")
    @Access(Permission.OPERATE)
    String room(Model model) {
        List<Count> counts = conservation.counts();
        model.addAttribute("node", nodes.reading());
        model.addAttribute("queue", Queue.of(counts));
        model.addAttribute("isolation", workers.isolation());
        model.addAttribute("runtimes", workers.runtimes());
        return "operator/operator";
    }

    /**
     * Accepted calls of all accounts.
     *
     * @param whole whether none is missing and none is there twice
     */
    record Queue(String accepted, String waiting, String running, String ended, boolean whole) {

        static Queue of(List<Count> counts) {
            return new Queue(
                    sum(counts, Count::accepted),
                    sum(counts, Count::waiting),
                    sum(counts, Count::running),
                    sum(counts, Count::ended),
                    counts.stream().allMatch(each -> each.missing() == 0));
        }

        private static String sum(List<Count> counts, ToLongFunction<Count> of) {
            return Show.count(counts.stream().mapToLong(of).sum());
        }
    }
}
