package dev.meterlark.console.account;

import dev.meterlark.account.Invited;
import dev.meterlark.account.MemberView;
import dev.meterlark.account.Members;
import dev.meterlark.console.Address;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Role;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

@Room
@RequestMapping("/account")
class MembersPage {

    private static final List<String> ROLES =
            Arrays.stream(Role.values()).map(r -> r.name().toLowerCase(Locale.ROOT)).toList();

    private final Members members;

    MembersPage(Members members) {
        this.members = members;
    }

    @GetMapping("/members")
    @Access(Permission.ACCOUNT_READ)
    String list(Caller caller, Model model) {
        List<MemberView> all = members.list(caller);
        model.addAttribute("members", all);
        model.addAttribute("leaves", leaves(caller, all));
        model.addAttribute("roles", ROLES);
        if (caller.may(Permission.MEMBERS_MANAGE)) {
            model.addAttribute("invitations", members.invitations(caller));
        }
        return "account/members";
    }

    @PostMapping("/members")
    @Access(Permission.MEMBERS_MANAGE)
    @Confirmed
    String invite(
            Caller caller,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String role,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        try {
            Invited invited = members.invite(caller, email, role);
            if (invited.link() == null) {
                model.addAttribute("done", "The invitation is on its way to " + email + ".");
            } else {
                model.addAttribute("link", Address.of(request) + invited.link().path());
            }
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("email", email);
        }
        return list(caller, model);
    }

    @PostMapping("/members/{person}/role")
    @Access(Permission.MEMBERS_MANAGE)
    @Confirmed
    String changeRole(
            Caller caller,
            @PathVariable UUID person,
            @RequestParam String role,
            RedirectAttributes next) {
        return after(
                next,
                () -> members.changeRole(caller, new PersonId(person), role),
                "The role is changed.");
    }

    @PostMapping("/members/{person}/remove")
    @Access(Permission.MEMBERS_MANAGE)
    @Confirmed
    String remove(Caller caller, @PathVariable UUID person, RedirectAttributes next) {
        return after(
                next,
                () -> members.remove(caller, new PersonId(person)),
                "The member is removed; their sessions and keys end with it.");
    }

    @PostMapping("/invitations/{id}/withdraw")
    @Access(Permission.MEMBERS_MANAGE)
    String withdraw(Caller caller, @PathVariable UUID id, RedirectAttributes next) {
        return after(
                next, () -> members.withdrawInvitation(caller, id), "The invitation is withdrawn.");
    }

    /** Whether the member who looks may go: somebody stays who is an owner. */
    private static boolean leaves(Caller caller, List<MemberView> members) {
        return members.stream()
                        .filter(each -> each.role().equals("owner"))
                        .anyMatch(each -> !isThe(each, caller))
                && members.stream().anyMatch(each -> isThe(each, caller));
    }

    private static boolean isThe(MemberView member, Caller caller) {
        return caller.subject().equals("person:" + member.person());
    }

    private static String after(RedirectAttributes next, Runnable change, String done) {
        Problem.tell(next, change, done);
        return "redirect:/account/members";
    }
}
