package dev.meterlark.console.functions;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionSettings;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.Map;
import java.util.TreeMap;

/** A function's variables: their names, and their values one by one when asked for. */
@Room
@RequestMapping("/functions/{name}/environment")
class EnvironmentPages {

    private final Functions functions;
    private final FunctionRooms rooms;

    EnvironmentPages(Functions functions, FunctionRooms rooms) {
        this.functions = functions;
        this.rooms = rooms;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    String list(Caller caller, @PathVariable String name, Model model) {
        FunctionView function = rooms.enter(caller, name, model).function();
        model.addAttribute("variables", known(function).keySet().stream().sorted().toList());
        model.addAttribute("count", function.variables());
        return "functions/environment";
    }

    @GetMapping("/{variable}")
    @Access(Permission.FUNCTIONS_WRITE)
    String reveal(
            Caller caller, @PathVariable String name, @PathVariable String variable, Model model) {
        String value = known(functions.show(caller, name)).get(variable);
        if (value == null) {
            throw new RefusedException(
                    ErrorCode.NOT_FOUND, "the function has no variable of that name");
        }
        model.addAttribute("variable", variable);
        model.addAttribute("value", value);
        return "functions/environment-value";
    }

    /** Names and values come in pairs; a known name without a value keeps the one it has. */
    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    String save(
            Caller caller,
            @PathVariable String name,
            HttpServletRequest request,
            RedirectAttributes next) {
        Problem.tell(
                next,
                () -> {
                    Map<String, String> before = known(functions.show(caller, name));
                    functions.change(caller, name, only(after(before, request)));
                },
                "Saved. It holds from the next call on.");
        next.addAttribute("name", name);
        return "redirect:/functions/{name}/environment";
    }

    private static Map<String, @Nullable String> after(
            Map<String, String> before, HttpServletRequest request) {
        Map<String, @Nullable String> after = new TreeMap<>(before);
        String[] names = values(request, "name");
        String[] values = values(request, "value");
        for (int i = 0; i < Math.min(names.length, values.length); i++) {
            boolean kept = values[i].isEmpty() && before.containsKey(names[i]);
            if (!names[i].isBlank() && !kept) {
                after.put(names[i].strip(), values[i]);
            }
        }
        for (String removed : values(request, "remove")) {
            after.remove(removed);
        }
        return after;
    }

    private static String[] values(HttpServletRequest request, String parameter) {
        String[] values = request.getParameterValues(parameter);
        return values == null ? new String[0] : values;
    }

    private static FunctionSettings only(Map<String, @Nullable String> environment) {
        return FunctionSettings.only(environment);
    }

    private static Map<String, String> known(FunctionView function) {
        Map<String, String> variables = function.environment();
        return variables == null ? Map.of() : variables;
    }
}
