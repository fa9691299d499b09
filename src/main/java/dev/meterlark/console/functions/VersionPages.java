package dev.meterlark.console.functions;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionVersions;
import dev.meterlark.function.Packages;
import dev.meterlark.function.VersionWishes;
import dev.meterlark.shared.Caller;
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

/** What was published of a function: the list, one version, a new one, and its end. */
@Room
@RequestMapping("/functions/{name}/versions")
class VersionPages {

    private final FunctionRooms rooms;
    private final VersionRooms lists;
    private final Packages packages;
    private final FunctionVersions versions;

    VersionPages(
            FunctionRooms rooms, VersionRooms lists, Packages packages, FunctionVersions versions) {
        this.rooms = rooms;
        this.lists = lists;
        this.packages = packages;
        this.versions = versions;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    String list(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        return lists.list(caller, name, cursor, model);
    }

    @GetMapping("/new")
    @Access(Permission.FUNCTIONS_WRITE)
    String blank(Caller caller, @PathVariable String name, Model model) {
        return form(caller, name, "", model);
    }

    /**
     * @param digest of the code that the person saw
     */
    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    String publish(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String description,
            @RequestParam(defaultValue = "") String digest,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            FunctionVersions.Publication done =
                    packages.publish(
                            caller,
                            name,
                            new VersionWishes(
                                    description.isBlank() ? null : description.strip(),
                                    digest.isBlank() ? null : digest));
            next.addFlashAttribute(
                    "done",
                    done.made()
                            ? "Version %s is published.".formatted(done.version().version())
                            : "Nothing has changed since version %s, so there is no new one."
                                    .formatted(done.version().version()));
            next.addAttribute("name", name);
            return "redirect:/functions/{name}/versions";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return form(caller, name, description, model);
        }
    }

    private String form(Caller caller, String name, String description, Model model) {
        rooms.enter(caller, name, model);
        model.addAttribute("description", description);
        return "functions/version-new";
    }

    @GetMapping("/{version}")
    @Access(Permission.FUNCTIONS_READ)
    String show(
            Caller caller, @PathVariable String name, @PathVariable String version, Model model) {
        return lists.one(caller, name, version, model);
    }

    /** The one thing that can be changed in a version. */
    @PostMapping("/{version}/keep-warm")
    @Access(Permission.FUNCTIONS_WRITE)
    String keepWarm(
            Caller caller,
            @PathVariable String name,
            @PathVariable String version,
            @ModelAttribute WarmForm wanted,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            versions.keepWarm(caller, name, version, wanted.wish());
            next.addFlashAttribute("done", "Saved.");
            next.addAttribute("name", name);
            next.addAttribute("version", version);
            return "redirect:/functions/{name}/versions/{version}";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("warm", wanted);
            return lists.one(caller, name, version, model);
        }
    }

    @GetMapping("/{version}/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String askToDelete(
            Caller caller, @PathVariable String name, @PathVariable String version, Model model) {
        lists.one(caller, name, version, model);
        return "functions/version-delete";
    }

    @PostMapping("/{version}/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String delete(
            Caller caller,
            @PathVariable String name,
            @PathVariable String version,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            versions.delete(caller, name, version);
            next.addFlashAttribute("done", "Version %s is deleted.".formatted(version));
            next.addAttribute("name", name);
            return "redirect:/functions/{name}/versions";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return askToDelete(caller, name, version, model);
        }
    }
}
