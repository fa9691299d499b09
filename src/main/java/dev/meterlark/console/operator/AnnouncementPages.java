package dev.meterlark.console.operator;

import dev.meterlark.account.AnnouncementView;
import dev.meterlark.account.Announcements;
import dev.meterlark.account.Page;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** What everybody sees above every page. */
@Room
@RequestMapping("/operator/announcements")
class AnnouncementPages {

    private final Announcements announcements;
    private final InstantSource clock;

    AnnouncementPages(Announcements announcements, InstantSource clock) {
        this.announcements = announcements;
        this.clock = clock;
    }

    @GetMapping
    @Access(Permission.OPERATE)
    String list(@RequestParam(required = false) @Nullable String cursor, Model model) {
        Instant now = clock.instant();
        Page<AnnouncementView> page = announcements.all(cursor, null);
        model.addAttribute("items", page.items().stream().map(each -> Row.of(each, now)).toList());
        model.addAttribute("next", page.nextCursor());
        return "operator/announcements";
    }

    @PostMapping
    @Access(Permission.OPERATE)
    String make(
            Caller caller,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable String tone,
            @RequestParam(required = false) @Nullable Integer hours,
            RedirectAttributes next,
            HttpServletResponse response,
            Model model) {
        try {
            announcements.make(caller, text, tone, hours);
            next.addFlashAttribute("done", "Everybody sees it from now on.");
            return "redirect:/operator/announcements";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("text", text);
            model.addAttribute("tone", tone);
            model.addAttribute("hours", hours);
            return list(null, model);
        }
    }

    @PostMapping("/{id}/end")
    @Access(Permission.OPERATE)
    String end(Caller caller, @PathVariable UUID id, RedirectAttributes next) {
        Problem.tell(next, () -> announcements.end(caller, id), "It stands no longer.");
        return "redirect:/operator/announcements";
    }

    record Row(
            String id,
            String text,
            boolean warning,
            boolean stands,
            Instant madeAt,
            Instant endsAt) {

        static Row of(AnnouncementView each, Instant now) {
            return new Row(
                    each.id().toString(),
                    each.text(),
                    each.tone() == AnnouncementView.Tone.WARNING,
                    each.endsAt().isAfter(now),
                    each.madeAt(),
                    each.endsAt());
        }
    }
}
