package dev.meterlark.console.operator;

import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Permission;
import dev.meterlark.worker.ControlReading;
import dev.meterlark.worker.ControlReading.Holds;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.Workers;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.util.List;

/** Which controls of the sandbox hold on this node. */
@Room
class IsolationPage {

    private final Workers workers;

    IsolationPage(Workers workers) {
        this.workers = workers;
    }

    @GetMapping("/operator/isolation")
    @Access(Permission.OPERATE)
    String room(Model model) {
        IsolationReport report = workers.isolation();
        List<ControlReading> controls = report.controls();
        model.addAttribute("isolation", report);
        model.addAttribute("holding", count(controls, Holds.YES));
        model.addAttribute("failing", count(controls, Holds.NO));
        model.addAttribute("open", count(controls, Holds.UNKNOWN, Holds.NOT_APPLICABLE));
        model.addAttribute("controls", controls.stream().map(Row::of).toList());
        return "operator/isolation";
    }

    private static long count(List<ControlReading> controls, Holds... which) {
        return controls.stream().filter(each -> List.of(which).contains(each.holds())).count();
    }

    /**
     * @param look of the badge
     */
    record Row(
            String control,
            String title,
            String holds,
            String look,
            String reading,
            String explanation) {

        static Row of(ControlReading reading) {
            return new Row(
                    reading.control(),
                    reading.title(),
                    words(reading.holds()),
                    look(reading.holds()),
                    reading.reading(),
                    reading.explanation());
        }

        private static String words(Holds holds) {
            return switch (holds) {
                case YES -> "holds";
                case NO -> "does not hold";
                case UNKNOWN -> "not known";
                case NOT_APPLICABLE -> "not in use";
            };
        }

        private static String look(Holds holds) {
            return switch (holds) {
                case YES -> "good";
                case NO -> "bad";
                case UNKNOWN -> "warn";
                case NOT_APPLICABLE -> "";
            };
        }
    }
}
