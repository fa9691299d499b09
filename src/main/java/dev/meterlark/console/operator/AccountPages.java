package dev.meterlark.console.operator;

import dev.meterlark.account.AccountOverview;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.Page;
import dev.meterlark.account.Passkeys;
import dev.meterlark.account.Passwords;
import dev.meterlark.console.Address;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.UUID;

/** Every account of the installation: who is here, and the ways in. */
@Room
@RequestMapping("/operator")
class AccountPages {

    private static final int MOST_FOUND = 50;

    private final Accounts accounts;
    private final Passwords passwords;
    private final Passkeys passkeys;

    AccountPages(Accounts accounts, Passwords passwords, Passkeys passkeys) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.passkeys = passkeys;
    }

    @GetMapping("/accounts")
    @Access(Permission.OPERATE)
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        String text = q.strip();
        Page<AccountOverview> page =
                text.isEmpty()
                        ? accounts.all(cursor, null)
                        : new Page<>(accounts.named(text, MOST_FOUND), null);
        model.addAttribute("q", text);
        model.addAttribute("accounts", page.items().stream().map(AccountRow::of).toList());
        model.addAttribute("next", page.nextCursor());
        return "operator/accounts";
    }

    @PostMapping("/password-resets")
    @Access(Permission.OPERATE)
    @Confirmed
    String resetPassword(
            Caller caller,
            @RequestParam(defaultValue = "") String email,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        try {
            String path = passwords.issueReset(caller, email).path();
            model.addAttribute("link", Address.of(request) + path);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
        }
        return list("", null, model);
    }

    /** For somebody who has lost all of theirs and whom the operator has recognised. */
    @PostMapping("/passkey-removals")
    @Access(Permission.OPERATE)
    @Confirmed
    String forgetPasskeys(
            Caller caller, @RequestParam(defaultValue = "") String email, RedirectAttributes next) {
        Problem.tell(
                next,
                () -> passkeys.forgetAll(caller, email),
                "Their passkeys are removed: dangerous steps ask for the password.");
        return "redirect:/operator/accounts";
    }

    @PostMapping("/invitations")
    @Access(Permission.OPERATE)
    String inviteToSignUp(
            Caller caller,
            @RequestParam(defaultValue = "") String email,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        try {
            accounts.inviteToSignUp(caller, email)
                    .ifPresentOrElse(
                            link -> model.addAttribute("link", Address.of(request) + link.path()),
                            () ->
                                    model.addAttribute(
                                            "done",
                                            "The invitation is on its way to " + email + "."));
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
        }
        return list("", null, model);
    }

    @PostMapping("/accounts/{account}/suspend")
    @Access(Permission.OPERATE)
    @Confirmed
    String suspend(Caller caller, @PathVariable UUID account, RedirectAttributes next) {
        Problem.tell(
                next,
                () -> accounts.suspend(caller, new AccountId(account)),
                "The account is suspended: its members and keys are refused from now on.");
        return "redirect:/operator/accounts/" + account;
    }

    @PostMapping("/accounts/{account}/reopen")
    @Access(Permission.OPERATE)
    String reopen(Caller caller, @PathVariable UUID account, RedirectAttributes next) {
        Problem.tell(
                next,
                () -> accounts.reopen(caller, new AccountId(account)),
                "The account is open again.");
        return "redirect:/operator/accounts/" + account;
    }
}
