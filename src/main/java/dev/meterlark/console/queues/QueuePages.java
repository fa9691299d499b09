package dev.meterlark.console.queues;

import dev.meterlark.account.Page;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.Browsing;
import dev.meterlark.storage.queue.LyingMessage;
import dev.meterlark.storage.queue.NewMessage;
import dev.meterlark.storage.queue.QueueMessages;
import dev.meterlark.storage.queue.QueueView;
import dev.meterlark.storage.queue.Queues;
import dev.meterlark.storage.queue.Redriving;
import dev.meterlark.storage.queue.Sent;

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

import java.util.List;
import java.util.Map;

/** One queue and its messages, which nobody receives by looking at them. */
@Room
@RequestMapping("/queues/{queue}")
class QueuePages {

    private static final int SHOWN = 25;

    private final Queues queues;
    private final QueueMessages messages;
    private final Browsing browsing;
    private final Redriving redriving;

    QueuePages(Queues queues, QueueMessages messages, Browsing browsing, Redriving redriving) {
        this.queues = queues;
        this.messages = messages;
        this.browsing = browsing;
        this.redriving = redriving;
    }

    @GetMapping
    @Access(Permission.STORAGE_READ)
    String show(
            Caller caller,
            @PathVariable String queue,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        QueueView view = queues.show(caller, queue);
        Page<LyingMessage> page = browsing.browse(caller, queue, cursor, SHOWN);
        model.addAttribute("queue", QueueLine.of(view, view.messages()));
        model.addAttribute("settings", QueueForm.of(view));
        model.addAttribute("sources", queues.givingUpTo(caller, queue, null, null).items());
        model.addAttribute("messages", page.items().stream().map(MessageLine::of).toList());
        model.addAttribute("next", page.nextCursor());
        if (!model.containsAttribute("typed")) {
            model.addAttribute("typed", new NewMessageForm("", "", "", ""));
        }
        return "queues/queue";
    }

    /** What was typed into the form of a message. */
    record NewMessageForm(
            @Nullable String body,
            @Nullable String group,
            @Nullable String deduplicationId,
            @Nullable String delaySeconds) {

        NewMessage message() {
            return new NewMessage(
                    body == null ? "" : body,
                    Map.of(),
                    QueueForm.number("delaySeconds", delaySeconds),
                    blankToNull(group),
                    blankToNull(deduplicationId));
        }

        private static @Nullable String blankToNull(@Nullable String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }
    }

    @PostMapping("/send")
    @Access(Permission.STORAGE_WRITE)
    String send(
            Caller caller,
            @PathVariable String queue,
            @ModelAttribute NewMessageForm typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        messages.requireQueue(caller.account(), queue);
        try {
            Sent sent = messages.send(caller.account(), queue, List.of(typed.message())).getFirst();
            next.addFlashAttribute(
                    "done",
                    sent.duplicate()
                            ? "There was such a message already: " + sent.id()
                            : "Sent: " + sent.id());
            return back(queue, next);
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("typed", typed);
            return show(caller, queue, null, model);
        }
    }

    @GetMapping("/purge")
    @Access(Permission.STORAGE_MANAGE)
    String askWhetherToPurge(Caller caller, @PathVariable String queue, Model model) {
        QueueView view = queues.show(caller, queue);
        model.addAttribute("queue", QueueLine.of(view, view.messages()));
        return "queues/queue-purge";
    }

    @PostMapping("/purge")
    @Access(Permission.STORAGE_MANAGE)
    String purge(Caller caller, @PathVariable String queue, RedirectAttributes next) {
        int purged = messages.purge(caller, queue);
        next.addFlashAttribute("done", "Deleted messages: " + Show.count(purged));
        return back(queue, next);
    }

    /**
     * @param message one; none for all that were given up
     */
    @PostMapping("/redrive")
    @Access(Permission.STORAGE_MANAGE)
    String redrive(
            Caller caller,
            @PathVariable String queue,
            @RequestParam(defaultValue = "") String message,
            RedirectAttributes next) {
        int redriven =
                message.isEmpty()
                        ? redriving.redrive(caller, queue)
                        : redriving.redrive(caller, queue, List.of(message));
        next.addFlashAttribute("done", "Put back where they came from: " + Show.count(redriven));
        return back(queue, next);
    }

    @PostMapping("/contents/{message}/delete")
    @Access(Permission.STORAGE_MANAGE)
    String delete(
            Caller caller,
            @PathVariable String queue,
            @PathVariable String message,
            RedirectAttributes next) {
        browsing.delete(caller, queue, message);
        next.addFlashAttribute("done", "The message is deleted.");
        return back(queue, next);
    }

    private static String back(String queue, RedirectAttributes next) {
        next.addAttribute("queue", queue);
        return "redirect:/queues/{queue}";
    }
}
