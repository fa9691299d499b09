package dev.meterlark.console.account;

import dev.meterlark.account.Passkeys;
import dev.meterlark.console.Door;
import dev.meterlark.edge.LocalPath;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.edge.Sessions;
import dev.meterlark.edge.SignInWay;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.edge.Site;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.Optional;

/** Signs in whoever shows a passkey to the challenge of the sign-in's page. */
@Door
class PasskeySignIn {

    private final Passkeys passkeys;
    private final Sessions sessions;

    PasskeySignIn(Passkeys passkeys, Sessions sessions) {
        this.passkeys = passkeys;
        this.sessions = sessions;
    }

    @PostMapping("/sign-in/passkey")
    @OpenToAnyone(because = "the passkey's answer in the body is the credential")
    String signIn(
            @RequestParam(defaultValue = "") String ticket,
            @RequestParam(defaultValue = "") String response,
            @RequestParam(required = false) @Nullable String next,
            HttpServletRequest request,
            RedirectAttributes again) {
        Optional<SignedIn> person = passkeys.signIn(Site.of(request), ticket, response);
        if (person.isEmpty()) {
            again.addAttribute("error", "passkey");
            again.addAttribute("next", LocalPath.orHome(next));
            return "redirect:/sign-in";
        }
        sessions.begin(person.get(), SignInWay.PASSKEY, request);
        return "redirect:" + LocalPath.orHome(next);
    }
}
