package dev.meterlark.console.account;

import dev.meterlark.account.Passkeys;
import dev.meterlark.account.ProviderSignIns;
import dev.meterlark.account.oidc.SingleSignOn;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.console.Theme;
import dev.meterlark.edge.ConfirmationWanted;
import dev.meterlark.edge.Sessions;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.edge.Site;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

import java.util.Arrays;
import java.util.List;

/**
 * Asks who somebody is before a dangerous step. The page's form carries all that the step was sent
 * with and goes to where that was going: nothing has to be typed again.
 */
@ControllerAdvice(annotations = Room.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class AskingAgain {

    private static final String OURS = "confirmation-";

    private final Passkeys passkeys;
    private final Sessions sessions;
    private final SingleSignOn provider;
    private final ProviderSignIns signIns;

    AskingAgain(
            Passkeys passkeys, Sessions sessions, SingleSignOn provider, ProviderSignIns signIns) {
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.provider = provider;
        this.signIns = signIns;
    }

    record Field(String name, String value) {}

    @ExceptionHandler
    ModelAndView ask(ConfirmationWanted wanted, HttpServletRequest request) {
        SignedIn person = sessions.signedIn(request).orElseThrow(() -> wanted);
        Site site = Site.of(request);
        boolean hasPasskeys = !passkeys.of(person).isEmpty();
        var page = new ModelAndView("account/confirm");
        page.setStatus(HttpStatusCode.valueOf(wanted.code().status()));
        page.addObject("theme", Theme.of(request));
        page.addObject("problem", wanted.failed() ? Show.sentence(wanted.publicText()) : null);
        page.addObject("hasPasskeys", hasPasskeys);
        page.addObject(
                "challenge",
                hasPasskeys && site.takesPasskeys() ? passkeys.toConfirm(person, site) : null);
        boolean connected = provider.offered() && signIns.connected(person, provider.issuer());
        if (connected && !hasPasskeys) {
            page.addObject("provider", provider.name());
            page.addObject("back", back(request));
        }
        boolean sent = request.getMethod().equals("POST");
        page.addObject("action", sent ? request.getRequestURI() : "/account/confirm");
        page.addObject(
                "fields", sent ? fields(request) : List.of(new Field("next", here(request))));
        return page;
    }

    private static List<Field> fields(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .filter(each -> !each.getKey().equals("_csrf") && !each.getKey().startsWith(OURS))
                .flatMap(
                        each ->
                                Arrays.stream(each.getValue())
                                        .map(value -> new Field(each.getKey(), value)))
                .toList();
    }

    /** Where somebody comes back to who leaves for the provider: the page of the form. */
    private static String back(HttpServletRequest request) {
        String from = request.getHeader("Referer");
        String origin = Site.of(request).origin();
        boolean sent = request.getMethod().equals("POST");
        if (!sent) {
            return here(request);
        }
        return from != null && from.startsWith(origin + "/")
                ? from.substring(origin.length())
                : "/";
    }

    private static String here(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }
}
