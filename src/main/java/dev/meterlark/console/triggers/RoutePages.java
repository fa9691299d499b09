package dev.meterlark.console.triggers;

import dev.meterlark.account.Page;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.BodyMembers;
import dev.meterlark.pipeline.PipelineReferences;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.route.RouteView;
import dev.meterlark.trigger.route.RouteWish;
import dev.meterlark.trigger.route.Routes;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Methods and paths of the account that functions and pipelines answer. */
@Room
class RoutePages {

    private final Routes routes;
    private final PipelineReferences pipelines;
    private final Suggestions suggestions;
    private final JsonMapper json;

    RoutePages(
            Routes routes, PipelineReferences pipelines, Suggestions suggestions, JsonMapper json) {
        this.routes = routes;
        this.pipelines = pipelines;
        this.suggestions = suggestions;
        this.json = json;
    }

    /**
     * A route in the list.
     *
     * @param auth {@code key}, {@code none} or {@code jwt}
     */
    record Line(
            String id, String key, String target, boolean pipeline, String qualifier, String auth) {

        static Line of(RouteView route) {
            RouteWish wish = route.wish();
            String pipeline = wish.pipeline();
            String qualifier = wish.qualifier();
            return new Line(
                    route.id().toString(),
                    route.key(),
                    pipeline == null ? String.valueOf(wish.function()) : pipeline,
                    pipeline != null,
                    qualifier == null || qualifier.equals("$LATEST") ? "" : qualifier,
                    wish.auth() == null ? "key" : wish.auth());
        }
    }

    @GetMapping("/routes")
    @Access(Permission.FUNCTIONS_READ)
    String list(
            Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        Page<RouteView> page = routes.list(caller, cursor, null);
        model.addAttribute("routes", page.items().stream().map(Line::of).toList());
        model.addAttribute("next", page.nextCursor());
        return "triggers/routes";
    }

    @GetMapping("/routes/new")
    @Access(Permission.FUNCTIONS_WRITE)
    String blank(Caller caller, @RequestParam(defaultValue = "") String target, Model model) {
        return form(caller, null, target, Filled.usually(RouteForm.ALL), null, model);
    }

    @PostMapping("/routes")
    @Access(Permission.FUNCTIONS_WRITE)
    String make(
            Caller caller,
            @RequestParam MultiValueMap<String, String> typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            RouteView made = routes.create(caller, wish(caller, typed));
            next.addFlashAttribute("done", "The route is made: " + made.key());
            return "redirect:/routes";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return form(caller, null, target(typed), typed, refusal.publicText(), model);
        }
    }

    @GetMapping("/routes/{route}")
    @Access(Permission.FUNCTIONS_READ)
    String show(Caller caller, @PathVariable String route, Model model) {
        RouteView view = routes.show(caller, route);
        MultiValueMap<String, String> filled =
                Filled.of(json.<JsonNode>valueToTree(view), RouteForm.ALL);
        filled.set(Seen.REVISION, view.changedAt().toString());
        return form(caller, route, Line.of(view).target(), filled, null, model);
    }

    @PostMapping("/routes/{route}")
    @Access(Permission.FUNCTIONS_WRITE)
    String change(
            Caller caller,
            @PathVariable String route,
            @RequestParam MultiValueMap<String, String> typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        routes.show(caller, route);
        try {
            RouteView changed = routes.change(caller, route, wish(caller, typed), Seen.at(typed));
            next.addFlashAttribute("done", "Saved: " + changed.key());
            return "redirect:/routes";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            String now = routes.show(caller, route).changedAt().toString();
            Seen.tell(refusal, typed, now, "/routes/" + route, model);
            return form(caller, route, target(typed), typed, refusal.publicText(), model);
        }
    }

    @GetMapping("/routes/{route}/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String askWhetherToDelete(Caller caller, @PathVariable String route, Model model) {
        model.addAttribute("route", Line.of(routes.show(caller, route)));
        return "triggers/route-delete";
    }

    @PostMapping("/routes/{route}/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String delete(Caller caller, @PathVariable String route, RedirectAttributes next) {
        String key = routes.show(caller, route).key();
        Problem.tell(next, () -> routes.delete(caller, route), "The route is deleted: " + key);
        return "redirect:/routes";
    }

    private RouteWish wish(Caller caller, MultiValueMap<String, String> typed) {
        ObjectNode wish = new Typed(typed).made(RouteForm.ALL);
        String target = target(typed);
        wish.put(pipelines.exists(caller.account(), target) ? "pipeline" : "function", target);
        return BodyMembers.read(json, wish, RouteWish.class);
    }

    private static String target(MultiValueMap<String, String> typed) {
        String target = typed.getFirst("target");
        return target == null ? "" : target.strip();
    }

    /**
     * @param id of the route that is changed; null when one is made
     * @param problem why it was refused; null when it was not
     */
    private String form(
            Caller caller,
            @Nullable String id,
            String target,
            MultiValueMap<String, String> typed,
            @Nullable String problem,
            Model model) {
        model.addAttribute("form", RouteForm.of(id, target, typed, problem));
        model.addAttribute(Seen.REVISION, Seen.of(typed));
        model.addAttribute("targets", suggestions.targets(caller));
        return "triggers/route-form";
    }
}
