package dev.meterlark.console.triggers;

import dev.meterlark.account.Page;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.function.AsyncPolicies;
import dev.meterlark.pipeline.PipelineAsync;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.kafka.KafkaConnectionView;
import dev.meterlark.trigger.kafka.KafkaConnections;
import dev.meterlark.trigger.kafka.TryingConnections;
import dev.meterlark.trigger.kafka.TryingConnections.Tried;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kafkas of the account's own, that ends of calls are written to: listed, made, tried, changed. */
@Room
@RequestMapping("/kafka-connections")
class KafkaConnectionPages {

    private final KafkaConnections connections;
    private final TryingConnections trying;
    private final AsyncPolicies functions;
    private final PipelineAsync pipelines;

    KafkaConnectionPages(
            KafkaConnections connections,
            TryingConnections trying,
            AsyncPolicies functions,
            PipelineAsync pipelines) {
        this.connections = connections;
        this.trying = trying;
        this.functions = functions;
        this.pipelines = pipelines;
    }

    @GetMapping
    @Access(Permission.STORAGE_READ)
    String list(
            Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        Page<KafkaConnectionView> page = connections.list(caller, cursor, null);
        model.addAttribute("connections", page.items().stream().map(KafkaLine::of).toList());
        model.addAttribute("next", page.nextCursor());
        return "triggers/kafka-connections";
    }

    @GetMapping("/new")
    @Access(Permission.STORAGE_MANAGE)
    String blank(Model model) {
        return form("", null, Filled.usually(KafkaLine.FIELDS), null, model);
    }

    @PostMapping
    @Access(Permission.STORAGE_MANAGE)
    String make(
            Caller caller,
            @RequestParam MultiValueMap<String, String> typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        String name = String.valueOf(typed.getOrDefault("name", List.of("")).getFirst()).strip();
        try {
            ObjectNode wish = new Typed(typed).made(KafkaLine.FIELDS);
            wish.put("name", name);
            connections.create(caller, wish);
            next.addFlashAttribute("done", "The connection is made. Try it with a topic.");
            return at(name, next);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return form(name, null, typed, refusal.publicText(), model);
        }
    }

    @GetMapping("/{connection}")
    @Access(Permission.STORAGE_READ)
    String show(Caller caller, @PathVariable String connection, Model model) {
        model.addAttribute("connection", KafkaLine.of(connections.show(caller, connection)));
        model.addAttribute("users", users(caller, connection));
        return "triggers/kafka-connection";
    }

    /** Waits for the cluster's answer, in bounded time. */
    @PostMapping("/{connection}/test")
    @Access(Permission.STORAGE_MANAGE)
    String test(
            Caller caller,
            @PathVariable String connection,
            @RequestParam(defaultValue = "") String topic,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("topic", topic);
        connections.show(caller, connection);
        try {
            Tried tried = trying.ask(caller, connection, topic);
            model.addAttribute("tried", tried);
            String trouble = tried.trouble();
            model.addAttribute("trouble", trouble == null ? null : Show.sentence(trouble));
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
        }
        return show(caller, connection, model);
    }

    @GetMapping("/{connection}/change")
    @Access(Permission.STORAGE_MANAGE)
    String change(Caller caller, @PathVariable String connection, Model model) {
        KafkaConnectionView view = connections.show(caller, connection);
        MultiValueMap<String, String> filled = KafkaLine.filled(view);
        filled.set(Seen.REVISION, String.valueOf(view.revision()));
        return form(connection, connection, filled, null, model);
    }

    @PostMapping("/{connection}/change")
    @Access(Permission.STORAGE_MANAGE)
    String changed(
            Caller caller,
            @PathVariable String connection,
            @RequestParam MultiValueMap<String, String> typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        connections.show(caller, connection);
        try {
            ObjectNode wish = new Typed(typed).made(KafkaLine.FIELDS);
            Seen.into(wish, typed);
            connections.change(caller, connection, wish);
            next.addFlashAttribute("done", "Saved. It holds for what is written from now on.");
            return at(connection, next);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            String now = String.valueOf(connections.show(caller, connection).revision());
            Seen.tell(refusal, typed, now, "/kafka-connections/" + connection, model);
            return form(connection, connection, typed, refusal.publicText(), model);
        }
    }

    @GetMapping("/{connection}/delete")
    @Access(Permission.STORAGE_MANAGE)
    String askWhetherToDelete(Caller caller, @PathVariable String connection, Model model) {
        show(caller, connection, model);
        return "triggers/kafka-connection-delete";
    }

    @PostMapping("/{connection}/delete")
    @Access(Permission.STORAGE_MANAGE)
    String delete(Caller caller, @PathVariable String connection, RedirectAttributes next) {
        connections.show(caller, connection);
        Problem.tell(
                next,
                () -> connections.delete(caller, connection),
                "The connection is deleted: " + connection);
        return "redirect:/kafka-connections";
    }

    /** Functions and pipelines that tell it of the ends of their calls. */
    private List<String> users(Caller caller, String connection) {
        if (!caller.may(Permission.FUNCTIONS_READ)) {
            return List.of();
        }
        List<String> users = new ArrayList<>(functions.telling(caller, connection));
        users.addAll(pipelines.telling(caller, connection));
        return users;
    }

    /**
     * @param changing the name of the one that is changed; null when one is made
     * @param problem why it was refused; null when it was not
     */
    private static String form(
            String name,
            @Nullable String changing,
            MultiValueMap<String, String> typed,
            @Nullable String problem,
            Model model) {
        model.addAttribute("name", name);
        model.addAttribute("changing", changing);
        model.addAttribute(Seen.REVISION, Seen.of(typed));
        model.addAttribute(
                "fields", TriggerForm.asked(KafkaLine.FIELDS, _ -> true, typed, problem, Map.of()));
        return "triggers/kafka-connection-form";
    }

    private static String at(String connection, RedirectAttributes next) {
        next.addAttribute("connection", connection);
        return "redirect:/kafka-connections/{connection}";
    }
}
