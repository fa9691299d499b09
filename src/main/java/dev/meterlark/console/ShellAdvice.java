package dev.meterlark.console;

import dev.meterlark.account.Accounts;
import dev.meterlark.shared.Caller;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

@ControllerAdvice(annotations = Room.class)
class ShellAdvice {

    private final Accounts accounts;
    private final Places places;

    ShellAdvice(Accounts accounts, Places places) {
        this.accounts = accounts;
        this.places = places;
    }

    @ModelAttribute("shell")
    Shell shell(Caller caller, HttpServletRequest request) {
        String account = accounts.identity(caller.account()).name();
        return new Shell(caller, account, Theme.of(request), places.paths());
    }

    /** Where programs reach this installation, as the browser sees it. */
    @ModelAttribute("url")
    String url(HttpServletRequest request) {
        return Address.of(request);
    }
}
