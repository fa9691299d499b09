package dev.meterlark.console;

import dev.meterlark.account.Accounts;
import dev.meterlark.shared.Caller;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

@ControllerAdvice(annotations = Room.class)
class ShellAdvice {

    private final Accounts accounts;

    ShellAdvice(Accounts accounts) {
        this.accounts = accounts;
    }

    @ModelAttribute("shell")
    Shell shell(Caller caller, HttpServletRequest request) {
        return new Shell(caller, accounts.identity(caller.account()).name(), Theme.of(request));
    }

    /** Where programs reach this installation, as the browser sees it. */
    @ModelAttribute("url")
    String url(HttpServletRequest request) {
        return Address.of(request);
    }
}
