package dev.meterlark.console.operator;

import dev.meterlark.account.AccountOverview;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.ActingAs;
import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.UsageReport;
import dev.meterlark.billing.UsageReports;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.UsageRow;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.edge.Sessions;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
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

import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;

/** One account: how it stands, what it may use, and going into it with a reason. */
@Room
@RequestMapping("/operator/accounts/{account}")
class OneAccountPages {

    private final Accounts accounts;
    private final UsageReports reports;
    private final ActingAs actingAs;
    private final Sessions sessions;
    private final InstantSource clock;

    OneAccountPages(
            Accounts accounts,
            UsageReports reports,
            ActingAs actingAs,
            Sessions sessions,
            InstantSource clock) {
        this.accounts = accounts;
        this.reports = reports;
        this.actingAs = actingAs;
        this.sessions = sessions;
        this.clock = clock;
    }

    @GetMapping
    @Access(Permission.OPERATE)
    String show(@PathVariable UUID account, Model model) {
        AccountOverview overview = enter(account, model);
        AccountId id = overview.identity().id();
        UsageReport month = reports.of(id, UsageRange.of(null, null, clock.instant()), Set.of());
        model.addAttribute("month", UsageRow.of(month.total(), month.total()));
        model.addAttribute("owners", accounts.ownerEmails(id));
        return "operator/account";
    }

    @GetMapping("/suspend")
    @Access(Permission.OPERATE)
    String askToSuspend(@PathVariable UUID account, Model model) {
        enter(account, model);
        return "operator/account-suspend";
    }

    @GetMapping("/close")
    @Access(Permission.OPERATE)
    String askToClose(@PathVariable UUID account, Model model) {
        enter(account, model);
        return "operator/account-close";
    }

    /**
     * @param confirmation the account's short name, so that none is closed by mistake
     */
    @PostMapping("/close")
    @Access(Permission.OPERATE)
    @Confirmed
    String close(
            Caller caller,
            @PathVariable UUID account,
            @RequestParam(defaultValue = "") String confirmation,
            RedirectAttributes next,
            HttpServletResponse response,
            Model model) {
        AccountOverview overview = enter(account, model);
        String slug = overview.identity().slug();
        try {
            if (!confirmation.strip().equals(slug)) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "type %s, the account's short name, to close it".formatted(slug));
            }
            accounts.close(caller, overview.identity().id());
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return "operator/account-close";
        }
        next.addFlashAttribute("done", "The account is closed for good.");
        return "redirect:/operator/accounts/" + account;
    }

    @GetMapping("/limits")
    @Access(Permission.OPERATE)
    String limits(@PathVariable UUID account, Model model) {
        AccountLimits limits = enter(account, model).limits();
        model.addAttribute("form", LimitsForm.of(limits));
        return "operator/account-limits";
    }

    @PostMapping("/limits")
    @Access(Permission.OPERATE)
    String limit(
            Caller caller,
            @PathVariable UUID account,
            LimitsForm form,
            RedirectAttributes next,
            HttpServletResponse response,
            Model model) {
        try {
            accounts.limit(caller, new AccountId(account), form.limits());
            next.addFlashAttribute("done", "The limits hold from the next call on.");
            return "redirect:/operator/accounts/" + account;
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            enter(account, model);
            model.addAttribute("form", form);
            return "operator/account-limits";
        }
    }

    @GetMapping("/act")
    @Access(Permission.OPERATE)
    String askWhy(@PathVariable UUID account, Model model) {
        enter(account, model);
        return actForm("", null, model);
    }

    @PostMapping("/act")
    @Access(Permission.OPERATE)
    @Confirmed
    String act(
            Caller caller,
            @PathVariable UUID account,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(required = false) @Nullable Integer minutes,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        try {
            sessions.act(actingAs.begin(caller, new AccountId(account), reason, minutes), request);
            return "redirect:/";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            enter(account, model);
            return actForm(reason, minutes, model);
        }
    }

    private String actForm(String reason, @Nullable Integer minutes, Model model) {
        model.addAttribute("reason", reason);
        model.addAttribute("minutes", minutes == null ? 15 : minutes);
        model.addAttribute("longest", actingAs.longestMinutes());
        return "operator/account-act";
    }

    private AccountOverview enter(UUID account, Model model) {
        AccountOverview overview =
                accounts.overview(new AccountId(account))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND, "there is no such account"));
        model.addAttribute("account", AccountRow.of(overview));
        model.addAttribute("limits", LimitsForm.of(overview.limits()));
        return overview;
    }
}
