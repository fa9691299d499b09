package dev.meterlark.console;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.Announcements;
import dev.meterlark.edge.Acting;
import dev.meterlark.edge.Sessions;
import dev.meterlark.shared.Caller;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

import java.util.List;

@ControllerAdvice(annotations = Room.class)
class ShellAdvice {

    private final Accounts accounts;
    private final Places places;
    private final Announcements announcements;
    private final Sessions sessions;

    ShellAdvice(Accounts accounts, Places places, Announcements announcements, Sessions sessions) {
        this.accounts = accounts;
        this.places = places;
        this.announcements = announcements;
        this.sessions = sessions;
    }

    @ModelAttribute("shell")
    Shell shell(Caller caller, HttpServletRequest request) {
        String account = accounts.identity(caller.account()).name();
        Acting acting =
                sessions.acting(request)
                        .filter(stay -> stay.account().equals(caller.account()))
                        .orElse(null);
        return new Shell(
                caller,
                account,
                Theme.of(request),
                places.paths(),
                announcements.current(),
                acting,
                sessions.signedIn(request)
                        .map(person -> accounts.of(person.person()))
                        .orElse(List.of()));
    }

    /** Where programs reach this installation, as the browser sees it. */
    @ModelAttribute("url")
    String url(HttpServletRequest request) {
        return Address.of(request);
    }
}
