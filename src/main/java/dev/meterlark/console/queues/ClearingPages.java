package dev.meterlark.console.queues;

import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.invocation.deadletter.DeadLetterFilter;
import dev.meterlark.invocation.deadletter.DeadLetters;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.DateTimeException;
import java.time.Instant;

/** All dead letters that a filter means, deleted after their number was said. */
@Room
@RequestMapping("/dead-letters/delete")
class ClearingPages {

    private final DeadLetters letters;
    private final NamedFunctions named;

    ClearingPages(DeadLetters letters, NamedFunctions named) {
        this.letters = letters;
        this.named = named;
    }

    /**
     * What would go.
     *
     * @param kept of their events
     * @param until the first end that does not count
     */
    record Toll(String letters, String replayed, String kept, boolean single, String until) {

        static Toll of(DeadLetters.Count count) {
            return new Toll(
                    Show.count(count.letters()),
                    Show.count(count.replayed()),
                    Show.bytes(count.eventBytes()),
                    count.letters() == 1,
                    count.to().toString());
        }
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_INVOKE)
    String askWhether(Caller caller, @ModelAttribute("filter") LetterFilter filter, Model model) {
        DeadLetterFilter meant = filter.of(named.find(caller, filter.function()));
        model.addAttribute("toll", Toll.of(letters.count(caller.account(), meant)));
        model.addAttribute("filtered", !filter.isNothing());
        return "queues/dead-letters-delete";
    }

    /**
     * @param until up to when they were counted: what has ended since is not deleted unseen
     */
    @PostMapping
    @Access(Permission.FUNCTIONS_INVOKE)
    String delete(
            Caller caller,
            @ModelAttribute("filter") LetterFilter filter,
            @RequestParam(defaultValue = "") String until,
            RedirectAttributes next) {
        try {
            DeadLetterFilter meant =
                    filter.of(named.find(caller, filter.function())).until(instant(until));
            DeadLetters.Cleared cleared = letters.deleteAll(caller, filter.named(), meant);
            next.addFlashAttribute("done", words(cleared));
        } catch (RefusedException refusal) {
            next.addFlashAttribute("problem", Show.sentence(refusal.publicText()));
        }
        filter.keep(next);
        return "redirect:/dead-letters";
    }

    private static String words(DeadLetters.Cleared cleared) {
        String deleted =
                cleared.deleted() == 1
                        ? "1 dead letter is deleted, and its event with it."
                        : Show.count(cleared.deleted())
                                + " dead letters are deleted, and their events with them.";
        return cleared.left() == 0
                ? deleted
                : deleted + " " + Show.count(cleared.left()) + " are left: delete again.";
    }

    private static Instant instant(@Nullable String until) {
        try {
            return Instant.parse(String.valueOf(until));
        } catch (DateTimeException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, "look at how many they are first, then delete them");
        }
    }
}
