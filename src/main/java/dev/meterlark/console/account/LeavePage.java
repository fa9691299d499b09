package dev.meterlark.console.account;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.Members;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.edge.Sessions;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
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

import java.util.UUID;

/** A member's own way out of an account; whoever is in others goes on in one of them. */
@Room
@RequestMapping("/account/leave")
class LeavePage {

    private final Members members;
    private final Accounts accounts;
    private final Sessions sessions;

    LeavePage(Members members, Accounts accounts, Sessions sessions) {
        this.members = members;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /** A dialog. */
    @GetMapping
    @Access(Permission.ACCOUNT_READ)
    String ask(Caller caller, Model model) {
        model.addAttribute("account", accounts.details(caller));
        return "account/leave";
    }

    /**
     * @param account that the page was about, so that nobody leaves another by mistake
     */
    @PostMapping
    @Access(Permission.ACCOUNT_READ)
    @Confirmed
    String leave(
            Caller caller,
            @RequestParam UUID account,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        String name = accounts.identity(caller.account()).name();
        try {
            if (!caller.account().value().equals(account)) {
                throw new RefusedException(
                        ErrorCode.CONFLICT, "you are in another account now; look again");
            }
            members.leave(caller);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return ask(caller, model);
        }
        next.addFlashAttribute("done", "You are in %s no more.".formatted(name));
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
