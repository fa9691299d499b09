package dev.meterlark.console.account;

import dev.meterlark.account.ProviderSignIns;
import dev.meterlark.account.oidc.SingleSignOn;
import dev.meterlark.account.oidc.SingleSignOn.Errand;
import dev.meterlark.account.oidc.SingleSignOn.Purpose;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.edge.Sessions;
import dev.meterlark.shared.Permission;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Connects a person's sign-in with the identity provider's, from a session of that person. */
@Room
@RequestMapping("/account/security/provider")
class ConnectPage {

    private static final String SECURITY = "/account/security";

    private final ProviderPages pages;
    private final SingleSignOn provider;
    private final ProviderSignIns signIns;
    private final Sessions sessions;

    ConnectPage(
            ProviderPages pages,
            SingleSignOn provider,
            ProviderSignIns signIns,
            Sessions sessions) {
        this.pages = pages;
        this.provider = provider;
        this.signIns = signIns;
        this.sessions = sessions;
    }

    @GetMapping("/connect")
    @Access(Permission.ACCOUNT_READ)
    @Confirmed
    String connect(HttpServletRequest request, HttpServletResponse response) {
        return pages.leave(
                new Errand(Purpose.CONNECT, pages.holder(request), SECURITY), request, response);
    }

    @PostMapping("/disconnect")
    @Access(Permission.ACCOUNT_READ)
    @Confirmed
    String disconnect(HttpServletRequest request, RedirectAttributes next) {
        sessions.signedIn(request)
                .ifPresent(
                        person ->
                                Problem.tell(
                                        next,
                                        () -> signIns.disconnect(person, provider.issuer()),
                                        "The single sign-on signs you in no more."));
        return "redirect:" + SECURITY;
    }
}
