package dev.meterlark.console.calls;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.AccountCalls;
import dev.meterlark.telemetry.CallBell;
import dev.meterlark.telemetry.CallPage;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.CallStatus;
import dev.meterlark.telemetry.Keeping;
import dev.meterlark.telemetry.content.ContentSettings;
import dev.meterlark.telemetry.content.KeptContents;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The calls of all functions, as they come in, and whether events and answers are kept. */
@Room
@RequestMapping("/calls")
class AccountCallPages {

    private static final int SHOWN = 50;
    private static final String FAILED = "failed";

    private final AccountCalls calls;
    private final CallBell bell;
    private final ContentSettings contents;
    private final KeptContents keptContents;
    private final Keeping keeping;

    AccountCallPages(
            AccountCalls calls,
            CallBell bell,
            ContentSettings contents,
            KeptContents keptContents,
            Keeping keeping) {
        this.calls = calls;
        this.bell = bell;
        this.contents = contents;
        this.keptContents = keptContents;
        this.keeping = keeping;
    }

    /**
     * @param status {@code failed} for those alone
     */
    @GetMapping
    @Access(Permission.LOGS_READ)
    String list(
            Caller caller,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        show(caller, status, cursor, model);
        model.addAttribute("keptFor", Show.kept(keeping.calls(caller.account())));
        model.addAttribute("live", cursor == null || cursor.isEmpty());
        return "calls/all";
    }

    /** The table alone, for the page to keep up with. */
    @GetMapping("/recent")
    @Access(Permission.LOGS_READ)
    String recent(Caller caller, @RequestParam(defaultValue = "") String status, Model model) {
        show(caller, status, null, model);
        return "calls/all-table";
    }

    private void show(Caller caller, String status, @Nullable String cursor, Model model) {
        String place = cursor == null || cursor.isEmpty() ? null : cursor;
        CallStatus wanted = status.equals(FAILED) ? CallStatus.FAILED : null;
        CallPage page = calls.recent(caller.account(), new CallQuery(place, SHOWN, wanted));
        model.addAttribute("calls", page.items().stream().map(CallRow::of).toList());
        model.addAttribute("next", page.nextCursor());
        model.addAttribute("status", wanted == null ? "" : FAILED);
    }

    /** For a browser's own source of events, which says what it takes. */
    @GetMapping("/stream")
    @Access(Permission.LOGS_READ)
    SseEmitter stream(
            Caller caller,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept,
            HttpServletResponse response) {
        if (!accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "this is a stream of events and does not end: ask for it with Accept: "
                            + MediaType.TEXT_EVENT_STREAM_VALUE);
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return bell.listen(caller.account());
    }

    @GetMapping("/settings")
    @Access(Permission.LOGS_READ)
    String settings(Caller caller, Model model) {
        AccountId account = caller.account();
        model.addAttribute("kept", contents.isKept(account));
        model.addAttribute("calls", Show.kept(keeping.calls(account)));
        model.addAttribute("logs", Show.kept(keeping.logs(account)));
        model.addAttribute("contents", Show.kept(keptContents.keptFor(account)));
        return "calls/settings";
    }

    @PostMapping("/settings")
    @Access(Permission.ACCOUNT_MANAGE)
    String change(
            Caller caller,
            @RequestParam(defaultValue = "false") boolean keep,
            RedirectAttributes next) {
        Problem.tell(
                next,
                () -> contents.keep(caller, keep),
                keep
                        ? "Events and answers of the calls to come are kept."
                        : "Nothing is kept of events and answers any more; what was there is"
                                + " deleted.");
        return "redirect:/calls/settings";
    }
}
