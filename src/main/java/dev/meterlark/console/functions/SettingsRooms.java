package dev.meterlark.console.functions;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.function.AsyncPolicies;
import dev.meterlark.function.FunctionRoles;
import dev.meterlark.function.FunctionUrls;
import dev.meterlark.function.FunctionView;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

import java.util.function.Supplier;

/** The page of a function's configuration: a form for each part of it. */
@Component
class SettingsRooms {

    private final FunctionRooms rooms;
    private final FunctionUrls urls;
    private final AsyncPolicies policies;
    private final FunctionRoles roles;
    private final Runtimes runtimes;

    SettingsRooms(
            FunctionRooms rooms,
            FunctionUrls urls,
            AsyncPolicies policies,
            FunctionRoles roles,
            Runtimes runtimes) {
        this.rooms = rooms;
        this.urls = urls;
        this.policies = policies;
        this.roles = roles;
        this.runtimes = runtimes;
    }

    /** Of forms that were refused, what was typed is in the model already and stays. */
    String show(Caller caller, String name, Model model) {
        FunctionView function = rooms.enter(caller, name, model).function();
        model.addAttribute("revision", function.revision());
        model.addAttribute("runtimes", runtimes.choices());
        model.addAttribute(
                "permissions",
                FunctionRoles.grantable().stream().map(Permission::wireName).toList());
        unlessTyped(model, "form", () -> SettingsForm.of(function));
        unlessTyped(model, "warm", () -> WarmForm.of(function.keepWarm()));
        unlessTyped(model, "tags", () -> Pairs.of(function.tags()));
        unlessTyped(model, "urlForm", () -> UrlForm.of(urls.show(caller, name)));
        unlessTyped(model, "async", () -> AsyncForm.of(policies.show(caller, name)));
        unlessTyped(model, "role", () -> RoleForm.of(roles.show(caller, name)));
        return "functions/settings";
    }

    private static void unlessTyped(Model model, String name, Supplier<Object> kept) {
        if (!model.containsAttribute(name)) {
            model.addAttribute(name, kept.get());
        }
    }
}
