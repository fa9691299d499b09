package dev.meterlark.console.account;

import dev.meterlark.account.AccountDetails;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.DataExport;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.edge.Sessions;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.io.IOException;

/** What an account is called, its data to take away, and its end. */
@Room
@RequestMapping("/account/settings")
class SettingsPage {

    private final Accounts accounts;
    private final DataExport export;
    private final Sessions sessions;

    SettingsPage(Accounts accounts, DataExport export, Sessions sessions) {
        this.accounts = accounts;
        this.export = export;
        this.sessions = sessions;
    }

    @GetMapping
    @Access(Permission.ACCOUNT_READ)
    String show(Caller caller, Model model) {
        AccountDetails account = accounts.details(caller);
        model.addAttribute("account", account);
        model.addAttribute("codeBytes", Show.bytes(account.limits().codeBytes()));
        return "account/settings";
    }

    @PostMapping
    @Access(Permission.ACCOUNT_MANAGE)
    String rename(
            Caller caller,
            @RequestParam(defaultValue = "") String name,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        try {
            accounts.rename(caller, name);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("name", name);
            return show(caller, model);
        }
        next.addFlashAttribute("done", "The account has its new name.");
        return "redirect:/account/settings";
    }

    /** By a form, not by a link: that somebody took everything away is a step of its own. */
    @PostMapping("/export")
    @Access(Permission.ACCOUNT_MANAGE)
    @Confirmed
    void export(Caller caller, HttpServletResponse response) throws IOException {
        export.answer(caller, response);
    }

    @GetMapping("/close")
    @Access(Permission.ACCOUNT_MANAGE)
    @Confirmed
    String closing(Caller caller, Model model) {
        model.addAttribute("account", accounts.details(caller));
        return "account/close";
    }

    /** Whoever is a member of other accounts goes on in one of them. */
    @PostMapping("/close")
    @Access(Permission.ACCOUNT_MANAGE)
    @Confirmed
    String close(
            Caller caller,
            @RequestParam(defaultValue = "") String confirmation,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        try {
            accounts.closeOwn(caller, confirmation);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return closing(caller, model);
        }
        next.addFlashAttribute("done", "The account is closed.");
        boolean another =
                sessions.signedIn(request)
                        .filter(person -> !accounts.of(person.person()).isEmpty())
                        .isPresent();
        if (another) {
            return "redirect:/";
        }
        sessions.end(request);
        return "redirect:/sign-in";
    }
}
