package dev.meterlark.console.queues;

import dev.meterlark.account.Page;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.Browsing;
import dev.meterlark.storage.queue.QueueCounts;
import dev.meterlark.storage.queue.QueueView;
import dev.meterlark.storage.queue.Queues;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.Map;

/** The account's queues, what each is told to do, and their beginning and end. */
@Room
class QueuesPage {

    private static final int SUGGESTED = 100;

    private final Queues queues;
    private final Browsing browsing;

    QueuesPage(Queues queues, Browsing browsing) {
        this.queues = queues;
        this.browsing = browsing;
    }

    @GetMapping("/queues")
    @Access(Permission.STORAGE_READ)
    String list(
            Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        Page<QueueView> page = queues.list(caller, cursor, null);
        Map<String, QueueCounts> counts =
                browsing.counts(caller, page.items().stream().map(QueueView::name).toList());
        model.addAttribute(
                "queues",
                page.items().stream()
                        .map(each -> QueueLine.of(each, counts.get(each.name())))
                        .toList());
        model.addAttribute("next", page.nextCursor());
        return "queues/queues";
    }

    @GetMapping("/queues/new")
    @Access(Permission.STORAGE_MANAGE)
    String blank(Caller caller, Model model) {
        return form(caller, QueueForm.BLANK, null, model);
    }

    @PostMapping("/queues")
    @Access(Permission.STORAGE_MANAGE)
    String make(
            Caller caller,
            @ModelAttribute QueueForm typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        try {
            QueueView made = queues.create(caller, typed.name(), typed.made());
            next.addFlashAttribute("done", "The queue is made.");
            next.addAttribute("queue", made.name());
            return "redirect:/queues/{queue}";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return form(caller, typed, null, model);
        }
    }

    @GetMapping("/queues/{queue}/settings")
    @Access(Permission.STORAGE_MANAGE)
    String settings(Caller caller, @PathVariable String queue, Model model) {
        return form(caller, QueueForm.of(queues.show(caller, queue)), queue, model);
    }

    @PostMapping("/queues/{queue}/settings")
    @Access(Permission.STORAGE_MANAGE)
    String change(
            Caller caller,
            @PathVariable String queue,
            @ModelAttribute QueueForm typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        QueueView now = queues.show(caller, queue);
        try {
            queues.change(caller, queue, typed.changed(), Typed.instant(typed.seen()));
            next.addFlashAttribute("done", "Saved. It holds for what is received from now on.");
            next.addAttribute("queue", queue);
            return "redirect:/queues/{queue}";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            QueueView there = queues.show(caller, queue);
            boolean overtaken =
                    Problem.showOvertaken(
                            refusal,
                            typed.seen(),
                            there.changedAt().toString(),
                            "/queues/" + now.name(),
                            model);
            return form(caller, overtaken ? typed.over(there) : typed, now.name(), model);
        }
    }

    @GetMapping("/queues/{queue}/delete")
    @Access(Permission.STORAGE_MANAGE)
    String askWhetherToDelete(Caller caller, @PathVariable String queue, Model model) {
        QueueView view = queues.show(caller, queue);
        model.addAttribute("queue", QueueLine.of(view, view.messages()));
        return "queues/queue-delete";
    }

    @PostMapping("/queues/{queue}/delete")
    @Access(Permission.STORAGE_MANAGE)
    String delete(
            Caller caller,
            @PathVariable String queue,
            @RequestParam(defaultValue = "") String confirmation,
            RedirectAttributes next) {
        queues.show(caller, queue);
        if (!confirmation.equals(queue)) {
            next.addFlashAttribute("problem", "Nothing was deleted: the name was not typed.");
            next.addAttribute("queue", queue);
            return "redirect:/queues/{queue}";
        }
        Problem.tell(next, () -> queues.delete(caller, queue), "The queue is deleted: " + queue);
        return "redirect:/queues";
    }

    private String form(Caller caller, QueueForm typed, @Nullable String queue, Model model) {
        model.addAttribute("form", typed);
        model.addAttribute("queue", queue);
        model.addAttribute("names", queues.names(caller, "", null, SUGGESTED).items());
        return "queues/queue-form";
    }
}
