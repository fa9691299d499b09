package dev.meterlark.console.functions;

import dev.meterlark.console.ChartRange;
import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.calls.CallRow;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.Calls;

import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

import java.util.List;

/** The first page of one function, whatever was done on it before. */
@Component
class FunctionOverview {

    private static final int RECENT_CALLS = 10;

    private final FunctionRooms rooms;
    private final FunctionCharts charts;
    private final VersionRooms versions;
    private final CallTargets targets;
    private final Calls calls;

    FunctionOverview(
            FunctionRooms rooms,
            FunctionCharts charts,
            VersionRooms versions,
            CallTargets targets,
            Calls calls) {
        this.rooms = rooms;
        this.charts = charts;
        this.versions = versions;
        this.targets = targets;
        this.calls = calls;
    }

    /**
     * What is looked at.
     *
     * @param version that is drawn; empty for all of them together
     * @param qualifier what the pane calls; empty for what is edited
     */
    record Look(ChartRange range, String version, String qualifier) {

        static Look of(String qualifier) {
            return new Look(ChartRange.DAY, "", qualifier);
        }
    }

    String show(Caller caller, String name, Look look, Model model) {
        ChartRange range = look.range();
        String version = look.version();
        FunctionRooms.Room room = rooms.enter(caller, name, model);
        model.addAttribute("samples", SampleEvent.ALL);
        if (!model.containsAttribute("event")) {
            model.addAttribute("event", SampleEvent.HELLO.text());
        }
        model.addAttribute(
                "drawn",
                version.isEmpty()
                        ? charts.of(caller, room.id(), range)
                        : charts.ofVersion(caller, room.id(), version, range));
        model.addAttribute("version", version);
        versions.addChoices(caller, name, model, List.of(version));
        targets.add(caller, name, look.qualifier(), model);
        model.addAttribute("range", range.word());
        model.addAttribute("ranges", ChartRange.all());
        if (caller.may(Permission.LOGS_READ)) {
            model.addAttribute("calls", recent(caller, room.id()));
        }
        return "functions/function";
    }

    List<CallRow> recent(Caller caller, FunctionId function) {
        return calls
                .recent(caller.account(), function, CallQuery.newest(RECENT_CALLS))
                .items()
                .stream()
                .map(CallRow::of)
                .toList();
    }
}
