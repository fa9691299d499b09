package dev.meterlark.billing.plan;

import dev.meterlark.billing.PriceTerms;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.MeterPrice;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The rows of price books. */
@Component
class BookRows {

    private static final TypeReference<List<PriceTerms>> PRICES = new TypeReference<>() {};

    private static final String SELECT =
            "select b.*, p.currency from price_book b join plan p on p.id = b.plan_id ";

    /** Some KB each. */
    private static final int MOST_KEPT = 1_000;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Map<String, Map<Meter, MeterPrice>> read = new ConcurrentHashMap<>();

    BookRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** In the order in which they hold. */
    List<DatedBook> published() {
        return jdbc.sql(SELECT + "where b.effective_from is not null order by b.effective_from")
                .query(this::book)
                .list();
    }

    /** In the order in which they hold. */
    List<DatedBook> publishedOf(String plan) {
        return jdbc.sql(
                        SELECT
                                + "where b.plan_id = ? and b.effective_from is not null"
                                + " order by b.effective_from")
                .param(plan)
                .query(this::book)
                .list();
    }

    /** Drafts first, then from the last that will hold back to the first that did. */
    List<DatedBook> latestOf(String plan, int most) {
        return jdbc.sql(
                        SELECT
                                + "where b.plan_id = ? order by case when b.effective_from is null"
                                + " then 0 else 1 end, b.effective_from desc, b.id limit ?")
                .param(plan)
                .param(most)
                .query(this::book)
                .list();
    }

    List<DatedBook> after(String id, int most) {
        return jdbc.sql(SELECT + "where b.id > ? order by b.id limit ?")
                .param(id)
                .param(most)
                .query(this::book)
                .list();
    }

    Optional<DatedBook> find(String id) {
        return jdbc.sql(SELECT + "where b.id = ?").param(id).query(this::book).optional();
    }

    void insert(PriceBook book, Instant now) {
        jdbc.sql(
                        "insert into price_book (prices, fee, minimum, id, plan_id, created_at)"
                                + " values (?, ?, ?, ?, ?, ?)")
                .param(written(book))
                .param(book.fee().amount())
                .param(book.minimum().amount())
                .param(book.id())
                .param(book.plan())
                .param(Columns.instant(now))
                .update();
    }

    /** What it was is gone; only of a draft. */
    void replace(PriceBook book) {
        jdbc.sql("update price_book set prices = ?, fee = ?, minimum = ? where id = ?")
                .param(written(book))
                .param(book.fee().amount())
                .param(book.minimum().amount())
                .param(book.id())
                .update();
    }

    /**
     * @param from null for a draft again
     */
    void date(String id, @Nullable Instant from) {
        jdbc.sql("update price_book set effective_from = ? where id = ?")
                .param(from == null ? null : Columns.instant(from))
                .param(id)
                .update();
    }

    void delete(String id) {
        jdbc.sql("delete from price_book where id = ?").param(id).update();
    }

    private String written(PriceBook book) {
        return json.writeValueAsString(PriceTerms.of(book));
    }

    /** Read once, because each month of each account asks for all of them. */
    private Map<Meter, MeterPrice> prices(String text) {
        if (read.size() > MOST_KEPT) {
            read.clear();
        }
        return read.computeIfAbsent(text, this::parsed);
    }

    /** A meter that is not in it, because it is newer than the book, costs nothing. */
    private Map<Meter, MeterPrice> parsed(String text) {
        Map<Meter, MeterPrice> prices = new EnumMap<>(Meter.class);
        json.readValue(text, PRICES).forEach(each -> prices.put(each.ofMeter(), each.price()));
        return Map.copyOf(prices);
    }

    private DatedBook book(ResultSet row, int number) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        OffsetDateTime from = row.getObject("effective_from", OffsetDateTime.class);
        return new DatedBook(
                new PriceBook(
                        row.getString("id"),
                        row.getString("plan_id"),
                        currency,
                        prices(row.getString("prices")),
                        new Money(row.getBigDecimal("fee"), currency).rounded(),
                        new Money(row.getBigDecimal("minimum"), currency).rounded()),
                from == null ? null : from.toInstant(),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
