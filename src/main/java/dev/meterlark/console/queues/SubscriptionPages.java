package dev.meterlark.console.queues;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.topic.SubscriptionView;
import dev.meterlark.storage.topic.Subscriptions;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import tools.jackson.databind.JsonNode;

/** Which events of a topic one subscriber gets. */
@Room
@RequestMapping("/topics/{topic}/subscriptions/{subscription}/filter")
class SubscriptionPages {

    private final Subscriptions subscriptions;

    SubscriptionPages(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @GetMapping
    @Access(Permission.STORAGE_MANAGE)
    String filter(
            Caller caller,
            @PathVariable String topic,
            @PathVariable String subscription,
            Model model) {
        SubscriptionView view = subscriptions.show(caller, topic, subscription);
        SubscriptionLine line = SubscriptionLine.of(view);
        String filter = line.filter() == null ? "" : line.filter();
        return form(topic, line, filter, view.changedAt().toString(), model);
    }

    /**
     * What was typed.
     *
     * @param filter blank for every event
     * @param seen its last change when the form was shown
     */
    record FilterForm(@Nullable String filter, @Nullable String seen) {

        String text() {
            return filter == null ? "" : filter;
        }

        private @Nullable JsonNode pattern() {
            return text().isBlank() ? null : Typed.read("filter", text());
        }
    }

    @PostMapping
    @Access(Permission.STORAGE_MANAGE)
    String change(
            Caller caller,
            @PathVariable String topic,
            @PathVariable String subscription,
            @ModelAttribute FilterForm typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        subscriptions.show(caller, topic, subscription);
        try {
            subscriptions.change(
                    caller, topic, subscription, typed.pattern(), Typed.instant(typed.seen()));
            next.addFlashAttribute("done", "Saved. It holds for what is published from now on.");
            next.addAttribute("topic", topic);
            return "redirect:/topics/{topic}";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            SubscriptionView there = subscriptions.show(caller, topic, subscription);
            String now = there.changedAt().toString();
            boolean overtaken =
                    Problem.showOvertaken(refusal, typed.seen(), now, "/topics/" + topic, model);
            String seen = overtaken ? now : typed.seen();
            return form(topic, SubscriptionLine.of(there), typed.text(), seen, model);
        }
    }

    private static String form(
            String topic,
            SubscriptionLine subscription,
            String filter,
            @Nullable String seen,
            Model model) {
        model.addAttribute("topic", topic);
        model.addAttribute("subscription", subscription);
        model.addAttribute("filter", filter);
        model.addAttribute("seen", seen);
        return "queues/subscription-filter";
    }
}
