package dev.meterlark.console;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.UsageReport;
import dev.meterlark.billing.UsageReports;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.Calls;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.util.unit.DataSize;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** What all pages of one function have in common. */
@Component
class FunctionRooms {

    private static final int RECENT_CALLS = 10;

    private final Functions functions;
    private final UsageReports reports;
    private final Calls calls;
    private final DataSize codeLimit;
    private final InstantSource clock;

    FunctionRooms(
            Functions functions,
            UsageReports reports,
            Calls calls,
            @Value("${meterlark.function.upload-size:50MB}") DataSize codeLimit,
            InstantSource clock) {
        this.functions = functions;
        this.reports = reports;
        this.calls = calls;
        this.codeLimit = codeLimit;
        this.clock = clock;
    }

    /** The function that a page is about. */
    record Room(FunctionId id, FunctionView function) {}

    /** Refused like an unknown one when the function is another account's. */
    Room enter(Caller caller, String name, Model model) {
        FunctionView function = functions.show(caller, name);
        model.addAttribute("fn", FunctionHead.of(function));
        addLimit(model);
        return new Room(FunctionId.parse(function.id()), function);
    }

    void addLimit(Model model) {
        model.addAttribute("codeLimit", Show.bytes(codeLimit.toBytes()));
        model.addAttribute("codeLimitBytes", codeLimit.toBytes());
    }

    /** The first page, whatever was done on it before. */
    String overview(Caller caller, String name, Model model) {
        Room room = enter(caller, name, model);
        if (!model.containsAttribute("event")) {
            model.addAttribute("event", Starter.EVENT);
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
        return "function";
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
