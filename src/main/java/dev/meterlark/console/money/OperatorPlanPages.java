package dev.meterlark.console.money;

import dev.meterlark.billing.PlanTerms;
import dev.meterlark.billing.plan.DatedBook;
import dev.meterlark.billing.plan.OfferedPlans;
import dev.meterlark.billing.plan.PriceBooks;
import dev.meterlark.billing.preview.Previews;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

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

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.time.InstantSource;

/** The operator's plans and the versions of their prices: draft, preview, publish, withdraw. */
@Room
@RequestMapping("/operator/plans")
class OperatorPlanPages {

    private static final int SOME = 20;

    private final OfferedPlans plans;
    private final PriceBooks books;
    private final Previews previews;
    private final JsonMapper json;
    private final InstantSource clock;

    OperatorPlanPages(
            OfferedPlans plans,
            PriceBooks books,
            Previews previews,
            JsonMapper json,
            InstantSource clock) {
        this.plans = plans;
        this.books = books;
        this.previews = previews;
        this.json = json;
        this.clock = clock;
    }

    @GetMapping
    @Access(Permission.OPERATE)
    String all(@RequestParam(required = false) @Nullable String cursor, Model model) {
        Instant now = clock.instant();
        var page = plans.list(cursor, SOME);
        model.addAttribute("plans", page.items().stream().map(plan -> offered(plan, now)).toList());
        model.addAttribute("next", page.nextCursor());
        return "money/operator-plans";
    }

    private BookRow.Offered offered(PlanTerms plan, Instant now) {
        return BookRow.Offered.of(
                plan,
                books.latestOf(plan.id(), SOME).stream().map(b -> BookRow.of(b, now)).toList());
    }

    /** A dialog. */
    @GetMapping("/new")
    @Access(Permission.OPERATE)
    String ask(Model model) {
        model.addAttribute("wish", PlanForm.EMPTY);
        return "money/operator-plan-new";
    }

    @PostMapping("/new")
    @Access(Permission.OPERATE)
    String create(
            Caller caller,
            @ModelAttribute PlanForm wish,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        try {
            plans.create(caller, wish.wish());
            next.addFlashAttribute("done", "The plan is there; it needs prices next.");
            return "redirect:/operator/plans/books/new?plan=" + wish.id();
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("wish", wish);
            return "money/operator-plan-new";
        }
    }

    /** A dialog, which says what comes of it. */
    @GetMapping("/{plan}/retention")
    @Access(Permission.OPERATE)
    String askHowLong(@PathVariable String plan, Model model) {
        PlanTerms terms = plans.get(plan);
        model.addAttribute("plan", terms.name());
        model.addAttribute("wish", PlanForm.of(terms));
        return "money/operator-plan-retention";
    }

    @PostMapping("/{plan}/retention")
    @Access(Permission.OPERATE)
    @Confirmed
    String keep(
            Caller caller,
            @PathVariable String plan,
            @ModelAttribute PlanForm wish,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        try {
            plans.keep(caller, plan, wish.days());
            next.addFlashAttribute("done", "It is kept as long as you said from now on.");
            return "redirect:/operator/plans";
        } catch (RefusedException refusal) {
            PlanTerms terms = plans.get(plan);
            Problem.show(refusal, model, response);
            model.addAttribute("plan", terms.name());
            model.addAttribute("wish", wish.of(plan));
            return "money/operator-plan-retention";
        }
    }

    /**
     * @param like a book whose prices it begins with
     */
    @GetMapping("/books/new")
    @Access(Permission.OPERATE)
    String draft(
            @RequestParam(defaultValue = "") String plan,
            @RequestParam(defaultValue = "payg-2026-01") String like,
            Model model) {
        BookForm begun = BookForm.of(books.get(like).book(), "", json);
        model.addAttribute("id", null);
        model.addAttribute(
                "form", new BookForm("", plan, begun.fee(), begun.minimum(), begun.prices()));
        return "money/operator-book-edit";
    }

    @PostMapping("/books/new")
    @Access(Permission.OPERATE)
    String write(
            Caller caller,
            @ModelAttribute BookForm form,
            Model model,
            HttpServletResponse response) {
        try {
            DatedBook made = books.create(caller, form.wish(json));
            return "redirect:/operator/plans/books/" + made.book().id();
        } catch (RefusedException refusal) {
            return again(null, form, refusal, model, response);
        }
    }

    @GetMapping("/books/{book}/edit")
    @Access(Permission.OPERATE)
    String edit(@PathVariable String book, Model model) {
        model.addAttribute("id", book);
        model.addAttribute("form", BookForm.of(books.get(book).book(), book, json));
        return "money/operator-book-edit";
    }

    @PostMapping("/books/{book}/edit")
    @Access(Permission.OPERATE)
    String replace(
            Caller caller,
            @PathVariable String book,
            @ModelAttribute BookForm form,
            Model model,
            HttpServletResponse response) {
        try {
            books.replace(caller, book, form.wish(json));
            return "redirect:/operator/plans/books/" + book;
        } catch (RefusedException refusal) {
            return again(book, form, refusal, model, response);
        }
    }

    private static String again(
            @Nullable String book,
            BookForm form,
            RefusedException refusal,
            Model model,
            HttpServletResponse response) {
        Problem.show(refusal, model, response);
        model.addAttribute("id", book);
        model.addAttribute("form", form);
        return "money/operator-book-edit";
    }

    /** With what it would have made of a month that is over. */
    @GetMapping("/books/{book}")
    @Access(Permission.OPERATE)
    String one(
            @PathVariable String book,
            @RequestParam(required = false) @Nullable String month,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        DatedBook dated = books.get(book);
        String wanted = month == null || month.isBlank() ? null : month;
        Previews.OfMonth preview = previews.of(book, wanted, cursor, SOME);
        model.addAttribute("book", BookRow.of(dated, clock.instant()));
        model.addAttribute("prices", PriceText.of(dated.book()));
        model.addAttribute("month", preview.period().month().toString());
        model.addAttribute(
                "accounts", preview.accounts().items().stream().map(BookRow.Compared::of).toList());
        model.addAttribute("next", preview.accounts().nextCursor());
        return "money/operator-book";
    }

    /**
     * @param from a whole hour of UTC; empty for the first that is possible
     */
    @PostMapping("/books/{book}/publish")
    @Access(Permission.OPERATE)
    @Confirmed
    String publish(
            Caller caller,
            @PathVariable String book,
            @RequestParam(defaultValue = "") String from,
            RedirectAttributes next) {
        String wanted = from.isBlank() ? null : from.strip();
        Problem.tell(
                next,
                () -> books.publish(caller, book, wanted),
                "It is published, and holds from the hour below on.");
        return "redirect:/operator/plans/books/" + book;
    }

    @PostMapping("/books/{book}/withdraw")
    @Access(Permission.OPERATE)
    String withdraw(Caller caller, @PathVariable String book, RedirectAttributes next) {
        Problem.tell(next, () -> books.withdraw(caller, book), "It is a draft again.");
        return "redirect:/operator/plans/books/" + book;
    }

    @PostMapping("/books/{book}/delete")
    @Access(Permission.OPERATE)
    String delete(Caller caller, @PathVariable String book, RedirectAttributes next) {
        Problem.tell(next, () -> books.delete(caller, book), "The draft is deleted.");
        return "redirect:/operator/plans";
    }
}
