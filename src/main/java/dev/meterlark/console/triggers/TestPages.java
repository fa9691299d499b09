package dev.meterlark.console.triggers;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Triggers;
import dev.meterlark.trigger.TryingTriggers;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An event of the right shape, to see what a trigger makes of it, or to send it. */
@Room
@RequestMapping("/triggers/{trigger}")
class TestPages {

    private final Triggers triggers;
    private final TryingTriggers trying;

    TestPages(Triggers triggers, TryingTriggers trying) {
        this.triggers = triggers;
        this.trying = trying;
    }

    /** With a sample of its type. */
    @GetMapping("/test")
    @Access(Permission.FUNCTIONS_READ)
    String sample(
            Caller caller,
            @PathVariable String trigger,
            HttpServletResponse response,
            Model model) {
        TriggerLine line = enter(caller, trigger, model);
        model.addAttribute("event", "");
        return shown(caller, line, null, response, model);
    }

    /** What the function would see of it; nothing is sent. */
    @PostMapping("/preview")
    @Access(Permission.FUNCTIONS_READ)
    String preview(
            Caller caller,
            @PathVariable String trigger,
            @RequestParam(defaultValue = "") String event,
            HttpServletResponse response,
            Model model) {
        TriggerLine line = enter(caller, trigger, model);
        model.addAttribute("event", event);
        try {
            return shown(caller, line, read(event), response, model);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return "triggers/trigger-test";
        }
    }

    @PostMapping("/test")
    @Access(Permission.FUNCTIONS_INVOKE)
    String send(
            Caller caller,
            @PathVariable String trigger,
            @RequestParam(defaultValue = "") String event,
            HttpServletResponse response,
            Model model) {
        TriggerLine line = enter(caller, trigger, model);
        model.addAttribute("event", event);
        try {
            JsonNode given = read(event);
            model.addAttribute(
                    "sent",
                    trying.send(caller, TriggerPages.kind(line), line.target(), trigger, given));
            return shown(caller, line, given, response, model);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return "triggers/trigger-test";
        }
    }

    private String shown(
            Caller caller,
            TriggerLine line,
            @Nullable JsonNode event,
            HttpServletResponse response,
            Model model) {
        try {
            TryingTriggers.Previewed seen =
                    trying.preview(
                            caller, TriggerPages.kind(line), line.target(), line.id(), event);
            if (event == null) {
                model.addAttribute("event", seen.event().toPrettyString());
            }
            JsonNode input = seen.input();
            model.addAttribute("wanted", seen.wanted());
            model.addAttribute("input", input == null ? null : input.toPrettyString());
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
        }
        return "triggers/trigger-test";
    }

    private TriggerLine enter(Caller caller, String trigger, Model model) {
        TriggerLine line = TriggerLine.of(triggers.show(caller, trigger));
        model.addAttribute("trigger", line);
        return line;
    }

    /** Null for a sample. */
    private static @Nullable JsonNode read(String event) {
        try {
            return event.isBlank() ? null : JsonMapper.shared().readTree(event);
        } catch (JacksonException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, "the event is no JSON: " + Mistake.of(e).words());
        }
    }
}
