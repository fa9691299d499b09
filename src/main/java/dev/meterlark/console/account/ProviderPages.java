package dev.meterlark.console.account;

import dev.meterlark.account.Origin;
import dev.meterlark.account.ProvenIdentity;
import dev.meterlark.account.ProviderSignIns;
import dev.meterlark.account.oidc.SingleSignOn;
import dev.meterlark.account.oidc.SingleSignOn.Arrival;
import dev.meterlark.account.oidc.SingleSignOn.Departure;
import dev.meterlark.account.oidc.SingleSignOn.Errand;
import dev.meterlark.account.oidc.SingleSignOn.Purpose;
import dev.meterlark.console.Door;
import dev.meterlark.edge.ConsoleCookies;
import dev.meterlark.edge.LocalPath;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.edge.SessionId;
import dev.meterlark.edge.Sessions;
import dev.meterlark.edge.SignInWay;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.edge.Site;
import dev.meterlark.edge.Transport;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.WebUtils;

import java.time.Duration;

/** The way to the identity provider and back: to sign in, or to show again who one is. */
@Door
class ProviderPages {

    private final SingleSignOn provider;
    private final ProviderSignIns signIns;
    private final Sessions sessions;
    private final Transport transport;

    ProviderPages(
            SingleSignOn provider,
            ProviderSignIns signIns,
            Sessions sessions,
            Transport transport) {
        this.provider = provider;
        this.signIns = signIns;
        this.sessions = sessions;
        this.transport = transport;
    }

    /** A link, not a form: the page's policy lets no form lead to another site. */
    @GetMapping("/sign-in/provider")
    @OpenToAnyone(because = "whoever wants to sign in has no session yet; it only leads away")
    String signIn(
            @RequestParam(required = false) @Nullable String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        return leave(new Errand(Purpose.SIGN_IN, "", LocalPath.orHome(next)), request, response);
    }

    @GetMapping("/sign-in/provider/confirm")
    @OpenToAnyone(because = "it only leads away; what comes back is bound to the session")
    String confirm(
            @RequestParam(required = false) @Nullable String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        return leave(
                new Errand(Purpose.CONFIRM, holder(request), LocalPath.orHome(next)),
                request,
                response);
    }

    @GetMapping("/sign-in/provider/return")
    @OpenToAnyone(because = "the provider's code and the browser's own cookie are the credentials")
    String arrive(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            HttpServletRequest request,
            HttpServletResponse response) {
        Cookie cookie = WebUtils.getCookie(request, cookieName());
        setCookie("", Duration.ZERO, response);
        Arrival arrival =
                provider.arrive(
                        cookie == null ? null : cookie.getValue(),
                        state,
                        code,
                        holder(request),
                        Site.of(request));
        ProvenIdentity identity = arrival.identity();
        switch (arrival.errand().purpose()) {
            case SIGN_IN ->
                    sessions.begin(
                            signIns.signIn(identity, Origin.of(request)),
                            SignInWay.PROVIDER,
                            request);
            case CONFIRM -> confirmed(identity, request);
            case CONNECT -> signIns.connect(person(request), identity);
        }
        return "redirect:" + arrival.errand().next();
    }

    private void confirmed(ProvenIdentity identity, HttpServletRequest request) {
        SignedIn person = person(request);
        if (!signIns.isOf(person, identity)) {
            throw new RefusedException(
                    ErrorCode.FORBIDDEN, "the identity provider knows you as somebody else here");
        }
        sessions.confirmByProvider(person, request);
    }

    String leave(Errand errand, HttpServletRequest request, HttpServletResponse response) {
        Departure departure = provider.depart(errand, Site.of(request));
        setCookie(departure.sealed(), SingleSignOn.GOOD, response);
        return "redirect:" + departure.to();
    }

    String holder(HttpServletRequest request) {
        return sessions.id(request).map(SessionId::toString).orElse("");
    }

    private SignedIn person(HttpServletRequest request) {
        return sessions.signedIn(request)
                .orElseThrow(
                        () -> new RefusedException(ErrorCode.UNAUTHENTICATED, "sign in again"));
    }

    private void setCookie(String value, Duration life, HttpServletResponse response) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(cookieName(), value)
                        .path("/")
                        .maxAge(life)
                        .httpOnly(true)
                        .secure(transport.secured())
                        .sameSite("Lax")
                        .build()
                        .toString());
    }

    private String cookieName() {
        return ConsoleCookies.departure(transport.secured());
    }
}
