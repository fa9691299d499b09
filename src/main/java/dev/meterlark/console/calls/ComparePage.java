package dev.meterlark.console.calls;

import dev.meterlark.console.DiffRow;
import dev.meterlark.console.LineDifference;
import dev.meterlark.console.LogText;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.Calls;
import dev.meterlark.telemetry.content.KeptContents;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.util.List;
import java.util.UUID;

/** Two calls beside each other: what is different stands out. */
@Room
class ComparePage {

    private final Calls calls;
    private final KeptContents contents;

    ComparePage(Calls calls, KeptContents contents) {
        this.calls = calls;
        this.contents = contents;
    }

    /** One fact of both. */
    record Fact(String name, String left, String right) {

        public boolean isDifferent() {
            return !left.equals(right);
        }
    }

    /**
     * A text of both.
     *
     * @param rows null when neither has it
     */
    record Text(String name, @Nullable List<DiffRow> rows, boolean same) {

        static Text of(String name, String left, String right) {
            if (left.isEmpty() && right.isEmpty()) {
                return new Text(name, null, false);
            }
            List<LineDifference.Line> lines = LineDifference.of(left, right);
            boolean same = lines.stream().allMatch(each -> each.kind() == LineDifference.Kind.SAME);
            return new Text(name, DiffRow.of(lines), same);
        }
    }

    private record Side(CallView view, LogText log, @Nullable ContentView content) {

        String event() {
            return content == null ? "" : content.event().text();
        }

        String answer() {
            ContentView.Body answer = content == null ? null : content.answer();
            return answer == null ? "" : answer.text();
        }
    }

    /**
     * @param ids of two calls of the account
     */
    @GetMapping("/calls/compare")
    @Access(Permission.LOGS_READ)
    String compare(
            Caller caller,
            @RequestParam(required = false, name = "id") @Nullable List<UUID> ids,
            Model model) {
        if (ids == null || ids.size() != 2) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "choose two calls to compare, were: %d"
                            .formatted(ids == null ? 0 : ids.size()));
        }
        Side left = side(caller, ids.getFirst());
        Side right = side(caller, ids.getLast());
        model.addAttribute("left", left.view());
        model.addAttribute("right", right.view());
        model.addAttribute("facts", facts(left.view(), right.view()));
        model.addAttribute(
                "texts",
                List.of(
                        Text.of("Event", left.event(), right.event()),
                        Text.of("Answer", left.answer(), right.answer()),
                        Text.of("Log", left.log().text(), right.log().text())));
        return "calls/compare";
    }

    private Side side(Caller caller, UUID id) {
        Call call =
                calls.find(caller.account(), new InvocationId(id))
                        .orElseThrow(OneCallPage::unknown);
        return new Side(
                CallView.of(call),
                calls.log(caller.account(), call.id(), call.attempt())
                        .map(LogText::of)
                        .orElse(LogText.NOTHING),
                contents.of(caller.account(), call.id(), call.attempt())
                        .map(ContentView::of)
                        .orElse(null));
    }

    private static List<Fact> facts(CallView a, CallView b) {
        return List.of(
                new Fact("Function", a.function(), b.function()),
                new Fact("Version", a.version(), b.version()),
                new Fact("Outcome", a.outcome().words(), b.outcome().words()),
                new Fact("Start", a.cold() ? "cold" : "warm", b.cold() ? "cold" : "warm"),
                new Fact("Queued", a.phases().get(0).time(), b.phases().get(0).time()),
                new Fact("Sandbox start", a.phases().get(1).time(), b.phases().get(1).time()),
                new Fact("Init", a.phases().get(2).time(), b.phases().get(2).time()),
                new Fact("Run", a.phases().get(3).time(), b.phases().get(3).time()),
                new Fact("Billed", a.billed(), b.billed()),
                new Fact("Price at list", a.price(), b.price()),
                new Fact("Memory", a.memory(), b.memory()),
                new Fact("Processor time", a.cpu(), b.cpu()),
                new Fact("Event and answer", a.bytes(), b.bytes()),
                new Fact("From", a.source(), b.source()));
    }
}
