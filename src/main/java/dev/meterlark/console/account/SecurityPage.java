package dev.meterlark.console.account;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.Passkeys;
import dev.meterlark.account.Passwords;
import dev.meterlark.account.PersonSessions;
import dev.meterlark.account.ProviderSignIns;
import dev.meterlark.account.SessionView;
import dev.meterlark.account.oidc.SingleSignOn;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.edge.SessionId;
import dev.meterlark.edge.Sessions;
import dev.meterlark.edge.SignInWay;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.edge.Site;
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

import java.time.Instant;
import java.util.UUID;

/** A person's own sign-in, in whatever account they are: passkeys, sessions, password. */
@Room
@RequestMapping("/account/security")
class SecurityPage {

    private final Passkeys passkeys;
    private final PersonSessions book;
    private final Passwords passwords;
    private final Accounts accounts;
    private final Sessions sessions;
    private final SingleSignOn provider;
    private final ProviderSignIns signIns;

    SecurityPage(
            Passkeys passkeys,
            PersonSessions book,
            Passwords passwords,
            Accounts accounts,
            Sessions sessions,
            SingleSignOn provider,
            ProviderSignIns signIns) {
        this.passkeys = passkeys;
        this.book = book;
        this.passwords = passwords;
        this.accounts = accounts;
        this.sessions = sessions;
        this.provider = provider;
        this.signIns = signIns;
    }

    @GetMapping
    @Access(Permission.ACCOUNT_READ)
    String show(HttpServletRequest request, Model model) {
        SignedIn person = person(request);
        @Nullable SessionId here = sessions.id(request).orElse(null);
        model.addAttribute("email", accounts.emailOf(person.person()).orElse(""));
        model.addAttribute("passkeys", passkeys.of(person));
        model.addAttribute("takesPasskeys", Site.of(request).takesPasskeys());
        if (provider.offered()) {
            model.addAttribute("provider", provider.name());
            model.addAttribute("connected", signIns.connected(person, provider.issuer()));
        }
        model.addAttribute("sessions", book.of(person).stream().map(s -> Row.of(s, here)).toList());
        return "account/security";
    }

    @GetMapping("/passkeys/new")
    @Access(Permission.ACCOUNT_READ)
    @Confirmed
    String newPasskey(HttpServletRequest request, Model model) {
        Site site = Site.of(request);
        model.addAttribute("takesPasskeys", site.takesPasskeys());
        model.addAttribute("challenge", passkeys.toAdd(person(request), site));
        return "account/passkey-new";
    }

    @PostMapping("/passkeys")
    @Access(Permission.ACCOUNT_READ)
    @Confirmed
    String addPasskey(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String ticket,
            @RequestParam(defaultValue = "") String response,
            HttpServletRequest request,
            HttpServletResponse answer,
            Model model,
            RedirectAttributes next) {
        try {
            passkeys.add(person(request), Site.of(request), ticket, name, response);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, answer);
            model.addAttribute("name", name);
            return newPasskey(request, model);
        }
        next.addFlashAttribute(
                "done", "The passkey is added. Dangerous steps ask for it from now on.");
        return "redirect:/account/security";
    }

    @PostMapping("/passkeys/{id}/remove")
    @Access(Permission.ACCOUNT_READ)
    @Confirmed
    String removePasskey(
            @PathVariable UUID id, HttpServletRequest request, RedirectAttributes next) {
        Problem.tell(next, () -> passkeys.remove(person(request), id), "The passkey is removed.");
        return "redirect:/account/security";
    }

    @PostMapping("/sessions/{id}/end")
    @Access(Permission.ACCOUNT_READ)
    String endSession(@PathVariable UUID id, HttpServletRequest request, RedirectAttributes next) {
        Problem.tell(
                next,
                () -> book.end(person(request), new SessionId(id)),
                "The session is ended: its next request asks for the sign-in.");
        return "redirect:/account/security";
    }

    @PostMapping("/sessions/end-others")
    @Access(Permission.ACCOUNT_READ)
    String endOthers(HttpServletRequest request, RedirectAttributes next) {
        int ended = book.endOthers(person(request), sessions.id(request).orElseThrow());
        next.addFlashAttribute(
                "done",
                ended == 1 ? "One other session is ended." : ended + " other sessions are ended.");
        return "redirect:/account/security";
    }

    @PostMapping("/password")
    @Access(Permission.ACCOUNT_READ)
    String changePassword(
            @RequestParam(defaultValue = "") String present,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse answer,
            Model model,
            RedirectAttributes next) {
        try {
            SignedIn now = passwords.change(person(request), present, password);
            sessions.renew(now, request);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, answer);
            return show(request, model);
        }
        next.addFlashAttribute("done", "The password is changed; every other session is ended.");
        return "redirect:/account/security";
    }

    private SignedIn person(HttpServletRequest request) {
        return sessions.signedIn(request)
                .orElseThrow(
                        () -> new RefusedException(ErrorCode.UNAUTHENTICATED, "sign in again"));
    }

    /**
     * @param browser in words, as far as it said
     * @param here whether it is the one that looks at this
     */
    record Row(
            String id,
            String browser,
            String way,
            String address,
            Instant begunAt,
            Instant seenAt,
            boolean here) {

        static Row of(SessionView session, @Nullable SessionId here) {
            return new Row(
                    session.id().toString(),
                    BrowserName.of(session.agent()),
                    words(session.way()),
                    session.address(),
                    session.begunAt(),
                    session.seenAt(),
                    session.id().equals(here));
        }

        private static String words(SignInWay way) {
            return switch (way) {
                case PASSWORD -> "password";
                case PASSKEY -> "passkey";
                case LINK -> "link by mail";
                case PROVIDER -> "single sign-on";
            };
        }
    }
}
