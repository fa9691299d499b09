package dev.meterlark.console.money;

import dev.meterlark.billing.PriceTerms;
import dev.meterlark.billing.plan.BookWish;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/**
 * A price book as its form has it.
 *
 * @param prices as REST takes them
 */
record BookForm(
        @Nullable String id,
        @Nullable String plan,
        @Nullable String fee,
        @Nullable String minimum,
        @Nullable String prices) {

    private static final TypeReference<List<PriceTerms>> TERMS = new TypeReference<>() {};

    static BookForm of(PriceBook book, String id, JsonMapper json) {
        List<PriceTerms> terms = PriceTerms.of(book);
        return new BookForm(
                id,
                book.plan(),
                book.fee().plainAmount(),
                book.minimum().plainAmount(),
                json.writerWithDefaultPrettyPrinter().writeValueAsString(terms));
    }

    BookWish wish(JsonMapper json) {
        return new BookWish(id, plan, given(fee), given(minimum), terms(json));
    }

    private List<PriceTerms> terms(JsonMapper json) {
        try {
            return json.readValue(prices == null ? "[]" : prices, TERMS);
        } catch (JacksonException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the prices are no JSON list of prices: " + e.getOriginalMessage());
        }
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
