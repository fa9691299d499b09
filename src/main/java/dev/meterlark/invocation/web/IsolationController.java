package dev.meterlark.invocation.web;

import dev.meterlark.edge.Access;
import dev.meterlark.shared.Permission;
import dev.meterlark.worker.ControlReading;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.Workers;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** What keeps tenants apart on this node, for its operator. */
@RestController
class IsolationController {

    private final Workers workers;

    IsolationController(Workers workers) {
        this.workers = workers;
    }

    @GetMapping("/api/v1/admin/isolation")
    @Access(Permission.OPERATE)
    Isolation isolation() {
        return Isolation.of(workers.isolation());
    }

    /**
     * @param controls empty until they have been read, a moment after the start
     */
    record Isolation(String tier, String runtime, String explanation, List<Control> controls) {

        static Isolation of(IsolationReport report) {
            return new Isolation(
                    report.tier(),
                    report.runtime(),
                    report.explanation(),
                    report.controls().stream().map(Control::of).toList());
        }
    }

    /**
     * @param holds {@code yes}, {@code no}, {@code unknown} or {@code not-applicable}
     */
    record Control(String control, String title, String holds, String reading, String explanation) {

        static Control of(ControlReading reading) {
            return new Control(
                    reading.control(),
                    reading.title(),
                    reading.holds().text(),
                    reading.reading(),
                    reading.explanation());
        }
    }
}
