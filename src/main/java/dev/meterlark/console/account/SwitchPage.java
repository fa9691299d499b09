package dev.meterlark.console.account;

import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.Switching;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirming;
import dev.meterlark.edge.Sessions;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.UUID;

/** Going on in another of one's accounts. */
@Room
class SwitchPage {

    private final Switching switching;
    private final Sessions sessions;
    private final Confirming confirming;

    SwitchPage(Switching switching, Sessions sessions, Confirming confirming) {
        this.switching = switching;
        this.sessions = sessions;
        this.confirming = confirming;
    }

    @PostMapping("/account/switch")
    @Access(Permission.ACCOUNT_READ)
    String go(
            Caller caller,
            @RequestParam UUID account,
            HttpServletRequest request,
            RedirectAttributes next) {
        if (sessions.acting(request).isPresent()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT, "you act in somebody else's account: stop that first");
        }
        SignedIn person =
                sessions.signedIn(request)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.UNAUTHENTICATED, "sign in again"));
        AccountId to = new AccountId(account);
        if (switching.wantsProof(person, to)) {
            confirming.require(request);
        }
        AccountIdentity entered = switching.go(person, caller.account(), to);
        sessions.moveTo(to, request);
        next.addFlashAttribute("done", "You are in %s now.".formatted(entered.name()));
        return "redirect:/";
    }
}
