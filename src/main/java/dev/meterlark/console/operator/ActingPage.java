package dev.meterlark.console.operator;

import dev.meterlark.account.ActingAs;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Acting;
import dev.meterlark.edge.Sessions;
import dev.meterlark.shared.Permission;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.PostMapping;

import java.util.Optional;

/** The way out of somebody else's account; who is in it may no longer operate. */
@Room
class ActingPage {

    private final ActingAs actingAs;
    private final Sessions sessions;

    ActingPage(ActingAs actingAs, Sessions sessions) {
        this.actingAs = actingAs;
        this.sessions = sessions;
    }

    @PostMapping("/acting/end")
    @Access(Permission.ACCOUNT_READ)
    String end(HttpServletRequest request) {
        Optional<Acting> acting = sessions.acting(request);
        sessions.stopActing(request);
        if (acting.isEmpty()) {
            return "redirect:/";
        }
        actingAs.end(acting.get().id());
        return "redirect:/operator/accounts/" + acting.get().account();
    }
}
