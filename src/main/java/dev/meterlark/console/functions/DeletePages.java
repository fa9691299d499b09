package dev.meterlark.console.functions;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionDependence;
import dev.meterlark.function.Functions;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.List;

/** A function's end, with what depends on it named. */
@Room
@RequestMapping("/functions/{name}/delete")
class DeletePages {

    private final FunctionRooms rooms;
    private final FunctionDependence dependence;
    private final Functions functions;

    DeletePages(FunctionRooms rooms, FunctionDependence dependence, Functions functions) {
        this.rooms = rooms;
        this.dependence = dependence;
        this.functions = functions;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_WRITE)
    String ask(Caller caller, @PathVariable String name, Model model) {
        rooms.enter(caller, name, model);
        model.addAttribute("needed", dependence.show(caller, name));
        return "functions/function-delete";
    }

    /**
     * @param confirmation the name, typed by hand
     */
    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    String delete(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String confirmation,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            functions.show(caller, name);
            if (!confirmation.strip().equals(name)) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID, "nothing was deleted: the name was not typed");
            }
            List<String> paused = functions.delete(caller, name);
            next.addFlashAttribute("done", done(name, paused.size()));
            return "redirect:/functions";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return ask(caller, name, model);
        }
    }

    private static String done(String name, int paused) {
        return paused == 0
                ? "The function is deleted: " + name
                : "The function is deleted: %s. Paused with it: %d triggers."
                        .formatted(name, paused);
    }
}
