package dev.meterlark.console.queues;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.console.calls.AnswerText;
import dev.meterlark.edge.Access;
import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.deadletter.DeadLetters;
import dev.meterlark.invocation.deadletter.Replay;
import dev.meterlark.invocation.deadletter.ReplayId;
import dev.meterlark.invocation.deadletter.Replays;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.List;
import java.util.Optional;

/** Asynchronous calls that were given up on: looked at, run again, one or many, or let go. */
@Room
class DeadLetterPages {

    private static final int SHOWN = 50;

    private final DeadLetters letters;
    private final Replays replays;
    private final NamedFunctions named;

    DeadLetterPages(DeadLetters letters, Replays replays, NamedFunctions named) {
        this.letters = letters;
        this.replays = replays;
        this.named = named;
    }

    /** Newest first, those of functions that are gone among them. */
    @GetMapping("/dead-letters")
    @Access(Permission.LOGS_READ)
    String list(
            Caller caller,
            @ModelAttribute("filter") LetterFilter filter,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("filtered", !filter.isNothing());
        try {
            DeadLetters.Page page =
                    letters.page(
                            caller.account(),
                            filter.of(named.find(caller, filter.function())),
                            cursor,
                            SHOWN);
            model.addAttribute("letters", page.items().stream().map(LetterLine::of).toList());
            model.addAttribute("next", page.nextCursor());
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("letters", List.of());
        }
        return "queues/dead-letters";
    }

    @GetMapping("/dead-letters/{id}")
    @Access(Permission.LOGS_READ)
    String show(Caller caller, @PathVariable String id, Model model) {
        DeadLetters.Whole whole = found(caller, id);
        byte[] event = whole.event();
        model.addAttribute("letter", LetterLine.of(whole.letter()));
        model.addAttribute("event", event == null ? null : AnswerText.of(event));
        model.addAttribute("kept", event != null);
        return "queues/dead-letter";
    }

    @PostMapping("/dead-letters/{id}/replay")
    @Access(Permission.FUNCTIONS_INVOKE)
    String replay(Caller caller, @PathVariable String id, RedirectAttributes next) {
        InvocationId known =
                parsed(id)
                        .filter(each -> letters.find(caller.account(), each).isPresent())
                        .orElseThrow(DeadLetterPages::unknown);
        try {
            Accepted accepted = replays.replay(caller, known).orElseThrow(DeadLetterPages::unknown);
            next.addFlashAttribute("done", "It runs again, as this call.");
            next.addAttribute("id", accepted.id().toString());
            return "redirect:/async-calls/{id}";
        } catch (RefusedException refusal) {
            next.addFlashAttribute("problem", Show.sentence(refusal.publicText()));
            next.addAttribute("id", id);
            return "redirect:/dead-letters/{id}";
        }
    }

    @GetMapping("/dead-letters/{id}/delete")
    @Access(Permission.FUNCTIONS_INVOKE)
    String askWhetherToDelete(Caller caller, @PathVariable String id, Model model) {
        model.addAttribute("letter", LetterLine.of(found(caller, id).letter()));
        return "queues/dead-letter-delete";
    }

    @PostMapping("/dead-letters/{id}/delete")
    @Access(Permission.FUNCTIONS_INVOKE)
    String delete(Caller caller, @PathVariable String id, RedirectAttributes next) {
        InvocationId known = parsed(id).orElseThrow(DeadLetterPages::unknown);
        if (!letters.delete(caller, known)) {
            throw unknown();
        }
        next.addFlashAttribute("done", "The dead letter is deleted, and its event with it.");
        return "redirect:/dead-letters";
    }

    /** All of a function's that the filter means and that were not replayed before. */
    @PostMapping("/dead-letters/replay")
    @Access(Permission.FUNCTIONS_INVOKE)
    String replayMany(
            Caller caller, @ModelAttribute("filter") LetterFilter filter, RedirectAttributes next) {
        try {
            FunctionId function = named.find(caller, filter.function());
            if (function == null) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "choose the function whose calls are to run again");
            }
            Replay replay =
                    replays.start(
                            caller, String.valueOf(filter.function()), filter.of(function), null);
            next.addAttribute("replay", replay.id().toString());
            return "redirect:/replays/{replay}";
        } catch (RefusedException refusal) {
            next.addFlashAttribute("problem", Show.sentence(refusal.publicText()));
            filter.keep(next);
            return "redirect:/dead-letters";
        }
    }

    @GetMapping("/replays/{replay}")
    @Access(Permission.LOGS_READ)
    String replay(Caller caller, @PathVariable String replay, Model model) {
        model.addAttribute(
                "replay",
                Typed.uuid(replay)
                        .flatMap(id -> replays.find(caller.account(), new ReplayId(id)))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND, "there is no such replay")));
        return "queues/replay";
    }

    private DeadLetters.Whole found(Caller caller, String id) {
        return parsed(id)
                .flatMap(known -> letters.find(caller.account(), known))
                .orElseThrow(DeadLetterPages::unknown);
    }

    private static Optional<InvocationId> parsed(String id) {
        return Typed.uuid(id).map(InvocationId::new);
    }

    private static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such dead letter");
    }
}
