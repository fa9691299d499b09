package dev.meterlark.console.operator;

import dev.meterlark.account.AccountOverview;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.Page;
import dev.meterlark.account.Passwords;
import dev.meterlark.console.Address;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.Workers;

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

import java.time.Instant;
import java.util.UUID;

@Room
@RequestMapping("/operator")
class OperatorPage {

    private final Accounts accounts;
    private final Passwords passwords;
    private final Workers workers;

    OperatorPage(Accounts accounts, Passwords passwords, Workers workers) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.workers = workers;
    }

    @GetMapping
    @Access(Permission.OPERATE)
    String room(@RequestParam(required = false) @Nullable String cursor, Model model) {
        Page<AccountOverview> page = accounts.all(cursor, null);
        model.addAttribute("accounts", page.items().stream().map(Row::of).toList());
        model.addAttribute("next", page.nextCursor());
        model.addAttribute("isolation", workers.isolation());
        model.addAttribute("runtimes", workers.runtimes());
        return "operator/operator";
    }

    @PostMapping("/password-resets")
    @Access(Permission.OPERATE)
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
        return room(null, model);
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
        return room(null, model);
    }

    @PostMapping("/accounts/{account}/suspend")
    @Access(Permission.OPERATE)
    String suspend(Caller caller, @PathVariable UUID account, RedirectAttributes next) {
        Problem.tell(
                next,
                () -> accounts.suspend(caller, new AccountId(account)),
                "The account is suspended: its members and keys are refused from now on.");
        return "redirect:/operator";
    }

    @PostMapping("/accounts/{account}/reopen")
    @Access(Permission.OPERATE)
    String reopen(Caller caller, @PathVariable UUID account, RedirectAttributes next) {
        Problem.tell(
                next,
                () -> accounts.reopen(caller, new AccountId(account)),
                "The account is open again.");
        return "redirect:/operator";
    }

    record Row(
            String id,
            String name,
            String slug,
            String number,
            String state,
            boolean operator,
            Instant createdAt) {

        static Row of(AccountOverview account) {
            return new Row(
                    account.identity().id().toString(),
                    account.identity().name(),
                    account.identity().slug(),
                    account.identity().number(),
                    account.state(),
                    account.operator(),
                    account.createdAt());
        }
    }
}
