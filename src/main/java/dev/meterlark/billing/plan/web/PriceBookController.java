package dev.meterlark.billing.plan.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.account.Page;
import dev.meterlark.billing.PriceTerms;
import dev.meterlark.billing.plan.BookWish;
import dev.meterlark.billing.plan.DatedBook;
import dev.meterlark.billing.plan.PriceBooks;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The versions of plans' prices; for the operator. */
@RestController
@RequestMapping("/api/v1/admin/price-books")
class PriceBookController {

    private final PriceBooks books;
    private final InstantSource clock;

    PriceBookController(PriceBooks books, InstantSource clock) {
        this.books = books;
        this.clock = clock;
    }

    /**
     * @param state {@code draft}, {@code scheduled} or {@code published}
     * @param effectiveFrom left out of a draft
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            String id,
            String plan,
            String state,
            @Nullable Instant effectiveFrom,
            String currency,
            String fee,
            String minimum,
            List<PriceTerms> prices,
            Instant createdAt) {}

    /**
     * @param effectiveFrom a whole hour of UTC; left out for the first that is possible
     */
    record Publication(@Nullable String effectiveFrom) {}

    @GetMapping
    @Access(Permission.OPERATE)
    Page<Answer> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<DatedBook> page = books.list(cursor, limit);
        return new Page<>(page.items().stream().map(this::answer).toList(), page.nextCursor());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.OPERATE)
    Answer create(Caller caller, @RequestBody BookWish wish) {
        return answer(books.create(caller, wish));
    }

    @GetMapping("/{book}")
    @Access(Permission.OPERATE)
    Answer get(@PathVariable String book) {
        return answer(books.get(book));
    }

    /** Of a draft only; id and plan stay as they are. */
    @PutMapping("/{book}")
    @Access(Permission.OPERATE)
    Answer replace(Caller caller, @PathVariable String book, @RequestBody BookWish wish) {
        return answer(books.replace(caller, book, wish));
    }

    /** Of a draft only. */
    @DeleteMapping("/{book}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.OPERATE)
    void delete(Caller caller, @PathVariable String book) {
        books.delete(caller, book);
    }

    @PostMapping("/{book}/publish")
    @Access(Permission.OPERATE)
    Answer publish(Caller caller, @PathVariable String book, @RequestBody Publication wish) {
        return answer(books.publish(caller, book, wish.effectiveFrom()));
    }

    /** To a draft again, before its hour has come. */
    @PostMapping("/{book}/withdraw")
    @Access(Permission.OPERATE)
    Answer withdraw(Caller caller, @PathVariable String book) {
        return answer(books.withdraw(caller, book));
    }

    private Answer answer(DatedBook dated) {
        PriceBook book = dated.book();
        return new Answer(
                book.id(),
                book.plan(),
                dated.state(clock.instant()),
                dated.effectiveFrom(),
                book.currency().getCurrencyCode(),
                book.fee().plainAmount(),
                book.minimum().plainAmount(),
                PriceTerms.of(book),
                dated.createdAt());
    }
}
