package dev.meterlark.console.queues;

import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.invocation.destination.Undelivered;
import dev.meterlark.platform.Delivery;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.List;

/**
 * Ends of calls that destinations were not told yet: those that are parked, and those on the way.
 */
@Room
class DeliveryPages {

    private static final int SHOWN = 50;

    private final Undelivered undelivered;

    DeliveryPages(Undelivered undelivered) {
        this.undelivered = undelivered;
    }

    @GetMapping("/deliveries")
    @Access(Permission.LOGS_READ)
    String list(
            Caller caller,
            @RequestParam(defaultValue = "parked") String status,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        boolean parked = !status.equals("waiting");
        List<Delivery> found = undelivered.list(caller.account(), parked, cursor, SHOWN + 1);
        List<Delivery> shown = found.stream().limit(SHOWN).toList();
        model.addAttribute("deliveries", shown);
        model.addAttribute("parked", parked);
        model.addAttribute("next", found.size() > SHOWN ? shown.getLast().id() : null);
        return "queues/deliveries";
    }

    @PostMapping("/deliveries/{id}/retry")
    @Access(Permission.FUNCTIONS_INVOKE)
    String retry(Caller caller, @PathVariable String id, RedirectAttributes next) {
        if (Typed.uuid(id).filter(known -> undelivered.retry(caller, known)).isEmpty()) {
            throw unknown();
        }
        next.addFlashAttribute("done", "It is tried again now.");
        return "redirect:/deliveries?status=waiting";
    }

    @PostMapping("/deliveries/{id}/delete")
    @Access(Permission.FUNCTIONS_INVOKE)
    String delete(Caller caller, @PathVariable String id, RedirectAttributes next) {
        if (Typed.uuid(id).filter(known -> undelivered.delete(caller, known)).isEmpty()) {
            throw unknown();
        }
        next.addFlashAttribute("done", "The delivery is given up; nobody is told.");
        return "redirect:/deliveries";
    }

    private static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such delivery");
    }
}
