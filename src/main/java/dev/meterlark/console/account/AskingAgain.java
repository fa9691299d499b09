package dev.meterlark.console.account;

import dev.meterlark.account.Passkeys;
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

    AskingAgain(Passkeys passkeys, Sessions sessions) {
        this.passkeys = passkeys;
        this.sessions = sessions;
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

    private static String here(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }
}
