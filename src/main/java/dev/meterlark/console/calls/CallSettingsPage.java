package dev.meterlark.console.calls;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.Keeping;
import dev.meterlark.telemetry.content.ContentSettings;
import dev.meterlark.telemetry.content.KeptContents;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How long calls are kept, and whether events and answers are. */
@Room
@RequestMapping("/calls/settings")
class CallSettingsPage {

    private final ContentSettings contents;
    private final KeptContents keptContents;
    private final Keeping keeping;

    CallSettingsPage(ContentSettings contents, KeptContents keptContents, Keeping keeping) {
        this.contents = contents;
        this.keptContents = keptContents;
        this.keeping = keeping;
    }

    @GetMapping
    @Access(Permission.LOGS_READ)
    String settings(Caller caller, Model model) {
        AccountId account = caller.account();
        model.addAttribute("kept", contents.isKept(account));
        model.addAttribute("calls", Show.kept(keeping.calls(account)));
        model.addAttribute("logs", Show.kept(keeping.logs(account)));
        model.addAttribute("contents", Show.kept(keptContents.keptFor(account)));
        return "calls/settings";
    }

    @PostMapping
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
