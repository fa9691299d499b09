package dev.meterlark.console.functions;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.AliasWishes;
import dev.meterlark.function.Aliases;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Aliases of a function: a new one, where one points, where it pointed, and its end. */
@Room
@RequestMapping("/functions/{name}/aliases")
class AliasPages {

    private final AliasRooms rooms;
    private final Aliases aliases;

    AliasPages(AliasRooms rooms, Aliases aliases) {
        this.rooms = rooms;
        this.aliases = aliases;
    }

    @GetMapping("/new")
    @Access(Permission.FUNCTIONS_WRITE)
    String blank(Caller caller, @PathVariable String name, Model model) {
        return rooms.blank(caller, name, AliasForm.BLANK, model);
    }

    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    String make(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute("form") AliasForm form,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            String alias = form.alias() == null ? "" : form.alias().strip();
            AliasWishes wishes = form.wishes();
            aliases.put(
                    caller,
                    name,
                    alias,
                    new AliasWishes(wishes.version(), wishes.weights(), wishes.description(), 0L));
            return led(name, alias, "The alias %s is made.".formatted(alias), next);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return rooms.blank(caller, name, form, model);
        }
    }

    @GetMapping("/{alias}")
    @Access(Permission.FUNCTIONS_READ)
    String show(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        return rooms.show(caller, name, alias, cursor, model);
    }

    @PostMapping("/{alias}")
    @Access(Permission.FUNCTIONS_WRITE)
    String move(
            Caller caller,
            @PathVariable String name,
            @PathVariable("alias") String alias,
            @ModelAttribute("form") AliasForm form,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            aliases.show(caller, name, alias); // a form of one that is gone makes no new one
            aliases.put(caller, name, alias, form.wishes());
            return led(name, alias, "It points there now.", next);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            String now = String.valueOf(aliases.show(caller, name, alias).revision());
            String page = "/functions/%s/aliases/%s".formatted(name, alias);
            Problem.showOvertaken(refusal, form.revision(), now, page, model);
            return rooms.show(caller, name, alias, null, model);
        }
    }

    @GetMapping("/{alias}/rollback")
    @Access(Permission.FUNCTIONS_WRITE)
    String askToRollBack(
            Caller caller, @PathVariable String name, @PathVariable String alias, Model model) {
        rooms.enter(caller, name, alias, model);
        AliasRooms.Move before = rooms.before(caller, name, alias);
        if (before == null) {
            throw new RefusedException(
                    ErrorCode.CONFLICT, "the alias has pointed nowhere else yet");
        }
        model.addAttribute("before", before);
        return "functions/alias-rollback";
    }

    /**
     * To where it pointed before its last move.
     *
     * @param revision that the alias had when it was asked whether to
     */
    @PostMapping("/{alias}/rollback")
    @Access(Permission.FUNCTIONS_WRITE)
    String rollBack(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @RequestParam(required = false) @Nullable String revision,
            RedirectAttributes next) {
        Long seen = SettingsForm.revision(revision);
        Problem.tell(
                next,
                () -> aliases.rollBack(caller, name, alias, seen),
                "It points to where it did before.");
        return to(name, alias, next);
    }

    @GetMapping("/{alias}/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String askToDelete(
            Caller caller, @PathVariable String name, @PathVariable String alias, Model model) {
        rooms.enter(caller, name, alias, model);
        return "functions/alias-delete";
    }

    @PostMapping("/{alias}/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String delete(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            aliases.delete(caller, name, alias);
            next.addFlashAttribute("done", "The alias %s is deleted.".formatted(alias));
            next.addAttribute("name", name);
            return "redirect:/functions/{name}/versions";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return askToDelete(caller, name, alias, model);
        }
    }

    private static String led(String name, String alias, String done, RedirectAttributes next) {
        next.addFlashAttribute("done", done);
        return to(name, alias, next);
    }

    private static String to(String name, String alias, RedirectAttributes next) {
        next.addAttribute("name", name);
        next.addAttribute("alias", alias);
        return "redirect:/functions/{name}/aliases/{alias}";
    }
}
