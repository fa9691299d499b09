package dev.meterlark.console.home;

import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Whoever is not signed in is led to the sign-in, and the first of all to the sign-up. */
@Room
class HomePage {

    private final Glances glances;
    private final Concerns concerns;
    private final Recents recents;
    private final FirstSteps steps;

    HomePage(Glances glances, Concerns concerns, Recents recents, FirstSteps steps) {
        this.glances = glances;
        this.concerns = concerns;
        this.recents = recents;
        this.steps = steps;
    }

    @GetMapping("/")
    @Access(Permission.ACCOUNT_READ)
    String home(Caller caller, Model model) {
        model.addAttribute("glance", glances.of(caller));
        model.addAttribute("concerns", concerns.of(caller));
        model.addAttribute("changed", recents.changed(caller));
        model.addAttribute("failed", recents.failed(caller));
        model.addAttribute("steps", steps.of(caller));
        return "home/home";
    }
}
