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
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.List;
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

    /**
     * A row of the form.
     *
     * @param known whether the function has it; its value is kept while none is typed
     * @param value typed before the form was refused
     */
    record Variable(String name, String value, boolean known, boolean removed) {}

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    String list(Caller caller, @PathVariable String name, Model model) {
        FunctionView function = rooms.enter(caller, name, model).function();
        model.addAttribute("count", function.variables());
        model.addAttribute("revision", function.revision());
        if (!model.containsAttribute("variables")) {
            model.addAttribute(
                    "variables",
                    known(function).keySet().stream()
                            .sorted()
                            .map(each -> new Variable(each, "", true, false))
                            .toList());
        }
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

    /**
     * Names and values come in pairs; a known name without a value keeps the one it has.
     *
     * @param file the text of a {@code .env} file, whose variables are added
     */
    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    String save(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String file,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        Map<String, String> before = known(functions.show(caller, name));
        try {
            functions.change(
                    caller,
                    name,
                    FunctionSettings.only(after(before, file, request)),
                    SettingsForm.revision(request.getParameter("revision")));
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            Problem.showOvertaken(
                    refusal,
                    request.getParameter("revision"),
                    String.valueOf(functions.show(caller, name).revision()),
                    "/functions/%s/environment".formatted(name),
                    model);
            model.addAttribute("typedRevision", request.getParameter("revision"));
            model.addAttribute("variables", typed(before, request));
            model.addAttribute("file", file);
            return list(caller, name, model);
        }
        next.addFlashAttribute("done", "Saved. It holds from the next call on.");
        next.addAttribute("name", name);
        return "redirect:/functions/{name}/environment";
    }

    private static Map<String, @Nullable String> after(
            Map<String, String> before, String file, HttpServletRequest request) {
        Map<String, @Nullable String> after = new TreeMap<>(before);
        for (Pairs.Row row : Pairs.of(request, "name", "value").rows()) {
            if (!row.value().isEmpty() || !before.containsKey(row.name())) {
                after.put(row.name(), row.value());
            }
        }
        after.putAll(DotEnv.parse(file));
        for (String removed : Pairs.values(request, "remove")) {
            after.remove(removed);
        }
        return after;
    }

    private static List<Variable> typed(Map<String, String> before, HttpServletRequest request) {
        List<String> removed = List.of(Pairs.values(request, "remove"));
        return Pairs.of(request, "name", "value").rows().stream()
                .map(
                        row ->
                                new Variable(
                                        row.name(),
                                        row.value(),
                                        before.containsKey(row.name()),
                                        removed.contains(row.name())))
                .toList();
    }

    private static Map<String, String> known(FunctionView function) {
        Map<String, String> variables = function.environment();
        return variables == null ? Map.of() : variables;
    }
}
