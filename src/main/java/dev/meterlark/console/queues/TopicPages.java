package dev.meterlark.console.queues;

import dev.meterlark.account.Page;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.Queues;
import dev.meterlark.storage.topic.Published;
import dev.meterlark.storage.topic.SubscriptionView;
import dev.meterlark.storage.topic.Subscriptions;
import dev.meterlark.storage.topic.TopicEvents;
import dev.meterlark.storage.topic.TopicView;
import dev.meterlark.storage.topic.Topics;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Topics: who gets their events, and an event of one's own. */
@Room
class TopicPages {

    private static final int SUGGESTED = 100;

    private final Topics topics;
    private final Subscriptions subscriptions;
    private final TopicEvents events;
    private final Queues queues;

    TopicPages(Topics topics, Subscriptions subscriptions, TopicEvents events, Queues queues) {
        this.topics = topics;
        this.subscriptions = subscriptions;
        this.events = events;
        this.queues = queues;
    }

    @GetMapping("/topics")
    @Access(Permission.STORAGE_READ)
    String list(
            Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        Page<TopicView> page = topics.list(caller, cursor, null);
        model.addAttribute("topics", page.items());
        model.addAttribute("system", Topics.SYSTEM);
        model.addAttribute("next", page.nextCursor());
        return "queues/topics";
    }

    @PostMapping("/topics")
    @Access(Permission.STORAGE_MANAGE)
    String make(
            Caller caller,
            @RequestParam(defaultValue = "") String name,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            TopicView made = topics.create(caller, name.strip());
            next.addFlashAttribute("done", "The topic is made.");
            next.addAttribute("topic", made.name());
            return "redirect:/topics/{topic}";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("name", name);
            return list(caller, null, model);
        }
    }

    @GetMapping("/topics/{topic}")
    @Access(Permission.STORAGE_READ)
    String show(
            Caller caller,
            @PathVariable String topic,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        TopicView view = topics.show(caller, topic);
        Page<SubscriptionView> page = subscriptions.list(caller, topic, cursor, null);
        model.addAttribute("topic", view);
        model.addAttribute("isSystem", topic.equals(Topics.SYSTEM));
        model.addAttribute(
                "subscriptions", page.items().stream().map(SubscriptionLine::of).toList());
        model.addAttribute("next", page.nextCursor());
        model.addAttribute("queues", queues.names(caller, "", null, SUGGESTED).items());
        if (!model.containsAttribute("event")) {
            model.addAttribute("event", "{\n  \"hello\": \"world\"\n}");
            model.addAttribute("type", "");
        }
        if (!model.containsAttribute("typed")) {
            model.addAttribute("typed", SubscriptionForm.BLANK);
        }
        return "queues/topic";
    }

    /** The data as JSON; what else an event has is added. */
    @PostMapping("/topics/{topic}/publish")
    @Access(Permission.STORAGE_WRITE)
    String publish(
            Caller caller,
            @PathVariable String topic,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String event,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        topics.show(caller, topic);
        try {
            Published published =
                    events.publish(caller.account(), topic, Typed.event(type.strip(), event));
            next.addFlashAttribute(
                    "done",
                    "Published as %s, on its way to %d."
                            .formatted(published.id(), published.deliveries()));
            return back(topic, next);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("type", type);
            model.addAttribute("event", event);
            return show(caller, topic, null, model);
        }
    }

    @PostMapping("/topics/{topic}/subscriptions")
    @Access(Permission.STORAGE_MANAGE)
    String subscribe(
            Caller caller,
            @PathVariable String topic,
            @ModelAttribute SubscriptionForm typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        topics.show(caller, topic);
        try {
            SubscriptionView made = subscriptions.subscribe(caller, topic, typed.wish());
            next.addFlashAttribute("done", "From now on its events go to " + made.name() + ".");
            return back(topic, next);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("typed", typed);
            return show(caller, topic, null, model);
        }
    }

    @PostMapping("/topics/{topic}/subscriptions/{subscription}/remove")
    @Access(Permission.STORAGE_MANAGE)
    String unsubscribe(
            Caller caller,
            @PathVariable String topic,
            @PathVariable String subscription,
            RedirectAttributes next) {
        subscriptions.show(caller, topic, subscription);
        Problem.tell(
                next,
                () -> subscriptions.unsubscribe(caller, topic, subscription),
                "The subscription is removed: " + subscription);
        return back(topic, next);
    }

    /** Answers with the page itself: the secret is kept nowhere to show it later. */
    @PostMapping("/topics/{topic}/subscriptions/{subscription}/secret")
    @Access(Permission.STORAGE_MANAGE)
    String changeSecret(
            Caller caller,
            @PathVariable String topic,
            @PathVariable String subscription,
            Model model) {
        model.addAttribute("secret", subscriptions.changeSecret(caller, topic, subscription));
        model.addAttribute("secretOf", subscription);
        return show(caller, topic, null, model);
    }

    @GetMapping("/topics/{topic}/delete")
    @Access(Permission.STORAGE_MANAGE)
    String askWhetherToDelete(Caller caller, @PathVariable String topic, Model model) {
        model.addAttribute("topic", topics.show(caller, topic));
        return "queues/topic-delete";
    }

    @PostMapping("/topics/{topic}/delete")
    @Access(Permission.STORAGE_MANAGE)
    String delete(Caller caller, @PathVariable String topic, RedirectAttributes next) {
        topics.show(caller, topic);
        Problem.tell(next, () -> topics.delete(caller, topic), "The topic is deleted: " + topic);
        return "redirect:/topics";
    }

    private static String back(String topic, RedirectAttributes next) {
        next.addAttribute("topic", topic);
        return "redirect:/topics/{topic}";
    }
}
