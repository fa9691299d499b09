package dev.meterlark.console.home;

import dev.meterlark.console.calls.CallRow;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.AccountCalls;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.CallStatus;

import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.List;

/** Where somebody goes on: what was changed last, and what failed last. */
@Component
class Recents {

    private static final int SHOWN = 6;

    private final Functions functions;
    private final AccountCalls calls;

    Recents(Functions functions, AccountCalls calls) {
        this.functions = functions;
        this.calls = calls;
    }

    record Changed(String name, String runtime, boolean hasCode, Instant changedAt) {

        static Changed of(FunctionView function) {
            return new Changed(
                    function.name(),
                    function.runtime(),
                    function.code() != null,
                    function.changedAt());
        }
    }

    List<Changed> changed(Caller caller) {
        return caller.may(Permission.FUNCTIONS_READ)
                ? functions.lastChanged(caller, SHOWN).stream().map(Changed::of).toList()
                : List.of();
    }

    List<CallRow> failed(Caller caller) {
        var last = new CallQuery(null, SHOWN, CallStatus.FAILED);
        return caller.may(Permission.LOGS_READ)
                ? calls.recent(caller.account(), last).items().stream().map(CallRow::of).toList()
                : List.of();
    }
}
