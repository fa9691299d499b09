package dev.meterlark.console.functions;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.function.AsyncPolicies;
import dev.meterlark.function.FunctionRoles;
import dev.meterlark.function.FunctionUrls;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.function.RoleView;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

import java.util.List;
import java.util.function.Supplier;

/** The page of a function's configuration: a form for each part of it. */
@Component
class SettingsRooms {

    /** The part whose revision is its own. */
    static final String ROLE = "role";

    private final FunctionRooms rooms;
    private final Functions functions;
    private final FunctionUrls urls;
    private final AsyncPolicies policies;
    private final FunctionRoles roles;
    private final Runtimes runtimes;

    SettingsRooms(
            FunctionRooms rooms,
            Functions functions,
            FunctionUrls urls,
            AsyncPolicies policies,
            FunctionRoles roles,
            Runtimes runtimes) {
        this.rooms = rooms;
        this.functions = functions;
        this.urls = urls;
        this.policies = policies;
        this.roles = roles;
        this.runtimes = runtimes;
    }

    /** Of forms that were refused, what was typed is in the model already and stays. */
    String show(Caller caller, String name, Model model) {
        FunctionView function = rooms.enter(caller, name, model).function();
        RoleView role = roles.show(caller, name);
        model.addAttribute("revision", String.valueOf(function.revision()));
        model.addAttribute("roleRevision", String.valueOf(role.revision()));
        List<Runtimes.Choice> choices = runtimes.choices();
        model.addAttribute("runtimes", choices);
        model.addAttribute(
                "runtimeOffered",
                choices.stream().anyMatch(each -> each.name().equals(function.runtime())));
        model.addAttribute(
                "permissions", FunctionRoles.grantable().stream().map(Grantable::of).toList());
        unlessTyped(model, "form", () -> SettingsForm.of(function));
        unlessTyped(
                model,
                "warm",
                () -> WarmForm.of(function.keepWarm(), String.valueOf(function.revision())));
        unlessTyped(model, "tags", () -> Pairs.of(function.tags()));
        unlessTyped(model, "urlForm", () -> UrlForm.of(urls.show(caller, name)));
        unlessTyped(model, "async", () -> AsyncForm.of(policies.show(caller, name)));
        unlessTyped(model, "role", () -> RoleForm.of(role));
        return "functions/settings";
    }

    /** A permission that may be ticked. */
    record Grantable(String name, String words) {

        static Grantable of(Permission permission) {
            return new Grantable(permission.wireName(), permission.words());
        }
    }

    /** As the form of a part carries it. */
    String revision(Caller caller, String name, String part) {
        return String.valueOf(
                part.equals(ROLE)
                        ? roles.show(caller, name).revision()
                        : functions.show(caller, name).revision());
    }

    private static void unlessTyped(Model model, String name, Supplier<Object> kept) {
        if (!model.containsAttribute(name)) {
            model.addAttribute(name, kept.get());
        }
    }
}
