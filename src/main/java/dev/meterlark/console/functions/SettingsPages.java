package dev.meterlark.console.functions;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.AsyncPolicies;
import dev.meterlark.function.FunctionRoles;
import dev.meterlark.function.FunctionSettings;
import dev.meterlark.function.FunctionUrls;
import dev.meterlark.function.Functions;
import dev.meterlark.function.WebhookSecrets;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
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

/** A function's configuration, part by part; what is refused stays in its form. */
@Room
@RequestMapping("/functions/{name}")
class SettingsPages {

    private final SettingsRooms rooms;
    private final Functions functions;
    private final FunctionUrls urls;
    private final AsyncPolicies policies;
    private final FunctionRoles roles;
    private final WebhookSecrets secrets;

    SettingsPages(
            SettingsRooms rooms,
            Functions functions,
            FunctionUrls urls,
            AsyncPolicies policies,
            FunctionRoles roles,
            WebhookSecrets secrets) {
        this.rooms = rooms;
        this.functions = functions;
        this.urls = urls;
        this.policies = policies;
        this.roles = roles;
        this.secrets = secrets;
    }

    /** A form that was sent: whose, of what it was filled, and where what comes of it is said. */
    private record Sent(
            Caller caller,
            String name,
            String part,
            @Nullable String revision,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {}

    @GetMapping("/settings")
    @Access(Permission.FUNCTIONS_READ)
    String settings(Caller caller, @PathVariable String name, Model model) {
        return rooms.show(caller, name, model);
    }

    @PostMapping("/settings")
    @Access(Permission.FUNCTIONS_WRITE)
    String change(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute("form") SettingsForm form,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        return taken(
                new Sent(caller, name, "runs", form.revision(), response, next, model),
                () ->
                        functions.change(
                                caller,
                                name,
                                form.settings(),
                                SettingsForm.revision(form.revision())));
    }

    @PostMapping("/keep-warm")
    @Access(Permission.FUNCTIONS_WRITE)
    String keepWarm(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute("warm") WarmForm form,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        return taken(
                new Sent(caller, name, "warm", form.revision(), response, next, model),
                () ->
                        functions.change(
                                caller,
                                name,
                                FunctionSettings.keepWarm(form.wish()),
                                SettingsForm.revision(form.revision())));
    }

    @PostMapping("/tags")
    @Access(Permission.FUNCTIONS_WRITE)
    String tag(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String revision,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        Pairs tags = Pairs.of(request, "tag", "value");
        model.addAttribute("tags", tags);
        model.addAttribute("tagRevision", revision);
        return taken(
                new Sent(caller, name, "tags", revision, response, next, model),
                () ->
                        functions.change(
                                caller,
                                name,
                                FunctionSettings.tags(tags.map()),
                                SettingsForm.revision(revision)));
    }

    /** Who may call it by its own URL, and from which web pages. */
    @PostMapping("/url")
    @Access(Permission.FUNCTIONS_WRITE)
    String changeUrl(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute("urlForm") UrlForm form,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        return taken(
                new Sent(caller, name, "url", form.revision(), response, next, model),
                () -> urls.change(caller, name, form.settings()));
    }

    @PostMapping("/async")
    @Access(Permission.FUNCTIONS_WRITE)
    String changeAsync(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute("async") AsyncForm form,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        return taken(
                new Sent(caller, name, "async", form.revision(), response, next, model),
                () -> policies.change(caller, name, form.settings()));
    }

    /** Shown this once; the one before signs as well for a day. */
    @PostMapping("/webhook-secret")
    @Access(Permission.FUNCTIONS_WRITE)
    String changeSecret(Caller caller, @PathVariable String name, Model model) {
        model.addAttribute("secret", secrets.change(caller, name));
        return rooms.show(caller, name, model);
    }

    @PostMapping("/role")
    @Access(Permission.FUNCTIONS_WRITE)
    String changeRole(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute("role") RoleForm form,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        return taken(
                new Sent(caller, name, SettingsRooms.ROLE, form.revision(), response, next, model),
                () -> roles.change(caller, name, form.settings()));
    }

    private String taken(Sent sent, Runnable change) {
        try {
            change.run();
        } catch (RefusedException refusal) {
            Problem.show(refusal, sent.model(), sent.response());
            Problem.showOvertaken(
                    refusal,
                    sent.revision(),
                    rooms.revision(sent.caller(), sent.name(), sent.part()),
                    "/functions/%s/settings#%s".formatted(sent.name(), sent.part()),
                    sent.model());
            return rooms.show(sent.caller(), sent.name(), sent.model());
        }
        sent.next().addFlashAttribute("done", "Saved. It holds from the next call on.");
        sent.next().addAttribute("name", sent.name());
        return "redirect:/functions/{name}/settings#" + sent.part();
    }
}
