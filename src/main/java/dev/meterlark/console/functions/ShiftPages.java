package dev.meterlark.console.functions;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.release.Shifts;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** An alias is moved step by step: begun here, seen on the alias's page, broken off there. */
@Room
@RequestMapping("/functions/{name}/aliases/{alias}/shifts")
class ShiftPages {

    private final AliasRooms rooms;
    private final Shifts shifts;

    ShiftPages(AliasRooms rooms, Shifts shifts) {
        this.rooms = rooms;
        this.shifts = shifts;
    }

    @GetMapping("/new")
    @Access(Permission.FUNCTIONS_WRITE)
    String blank(
            Caller caller, @PathVariable String name, @PathVariable String alias, Model model) {
        return rooms.shift(caller, name, alias, null, model);
    }

    /** Its first step is taken at once. */
    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    String start(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @ModelAttribute("form") ShiftForm form,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            shifts.start(caller, name, alias, form.wishes());
            next.addFlashAttribute("done", "The shift has begun: its first step is done.");
            return to(name, alias, next);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return rooms.shift(caller, name, alias, form, model);
        }
    }

    @PostMapping("/{shift}/abort")
    @Access(Permission.FUNCTIONS_WRITE)
    String abort(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @PathVariable String shift,
            RedirectAttributes next) {
        Problem.tell(
                next,
                () -> shifts.abort(caller, name, alias, shift),
                "The shift is broken off: all calls go to the version before.");
        return to(name, alias, next);
    }

    private static String to(String name, String alias, RedirectAttributes next) {
        next.addAttribute("name", name);
        next.addAttribute("alias", alias);
        return "redirect:/functions/{name}/aliases/{alias}";
    }
}
