package dev.meterlark.console.functions;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.UsageReport;
import dev.meterlark.billing.UsageReports;
import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.UsageRow;
import dev.meterlark.console.calls.CallRow;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.Calls;

import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** The first page of one function, whatever was done on it before. */
@Component
class FunctionOverview {

    private static final int RECENT_CALLS = 10;

    private final FunctionRooms rooms;
    private final UsageReports reports;
    private final Calls calls;
    private final InstantSource clock;

    FunctionOverview(FunctionRooms rooms, UsageReports reports, Calls calls, InstantSource clock) {
        this.rooms = rooms;
        this.reports = reports;
        this.calls = calls;
        this.clock = clock;
    }

    String show(Caller caller, String name, Model model) {
        FunctionRooms.Room room = rooms.enter(caller, name, model);
        if (!model.containsAttribute("event")) {
            model.addAttribute("event", SampleEvent.HELLO.text());
        }
        UsageReport month = month(caller);
        model.addAttribute(
                "month",
                month.items().stream()
                        .filter(item -> room.id().equals(item.used().function()))
                        .findFirst()
                        .map(item -> UsageRow.of(item, month.total()))
                        .orElseGet(UsageRow::none));
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

    /** By function, since the first of the month. */
    UsageReport month(Caller caller) {
        UsageRange month = UsageRange.of(null, null, clock.instant());
        return reports.of(caller.account(), month, Set.of(UsageGrouping.FUNCTION));
    }
}
