package dev.meterlark.storage.table;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which operations a table takes. */
@Component
class StepCheck {

    private static final long LONGEST_LIFE = 315_576_000; // ten years of seconds
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(LAST.getEpochSecond());

    private final TableProperties properties;

    StepCheck(TableProperties properties) {
        this.properties = properties;
    }

    List<Step> check(Table table, List<Operation> operations, Instant now) {
        if (operations.isEmpty() || operations.size() > properties.maxBatch()) {
            throw invalid(
                    "operations must be 1 to %d at once, were: %d"
                            .formatted(properties.maxBatch(), operations.size()));
        }
        List<Step> steps = new ArrayList<>();
        Set<ItemKey> keys = new HashSet<>();
        long bytes = 0;
        for (Operation each : operations) {
            Step step = check(table, each, now);
            if (!keys.add(step.key())) {
                throw invalid(
                        "each key may be in a batch once, and twice there is: "
                                + Shown.text(each.key()));
            }
            bytes += step instanceof Step.Put put ? size(put) : 0;
            steps.add(step);
        }
        if (bytes > properties.maxBatchSize().toBytes()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "the items of a batch may have %d bytes together, and have %d"
                            .formatted(properties.maxBatchSize().toBytes(), bytes));
        }
        return steps;
    }

    private Step check(Table table, Operation operation, Instant now) {
        ItemKey key = ItemKey.parse(operation.key());
        return switch (operation) {
            case Operation.Get _ -> new Step.Get(key);
            case Operation.Delete delete -> new Step.Delete(key, delete.condition());
            case Operation.Put put -> put(table, key, put, now);
        };
    }

    private Step put(Table table, ItemKey key, Operation.Put put, Instant now) {
        Index index = table.index();
        MemberPath ttl = table.ttl();
        JsonNode tree = index == null && ttl == null ? null : put.document().tree();
        var step =
                new Step.Put(
                        key,
                        put.document(),
                        put.condition(),
                        index == null || tree == null ? null : index.keyOf(tree),
                        put.expiresIn() != null
                                ? now.plusSeconds(life(put.expiresIn()))
                                : ttl == null || tree == null ? null : instant(ttl, tree));
        if (size(step) > properties.maxItemSize().toBytes()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "an item may have %d bytes, key and document together, and has %d"
                            .formatted(properties.maxItemSize().toBytes(), size(step)));
        }
        return step;
    }

    private static long size(Step.Put put) {
        return (long) put.key().bytes().length + put.document().bytes();
    }

    private static long life(long seconds) {
        if (seconds < 1 || seconds > LONGEST_LIFE) {
            throw invalid(
                    "expiresIn must be 1 to %d seconds, was: %d".formatted(LONGEST_LIFE, seconds));
        }
        return seconds;
    }

    /** Seconds since 1970, as AWS has them, or an instant as ISO 8601 writes it. */
    private static @Nullable Instant instant(MemberPath ttl, JsonNode document) {
        JsonNode value = ttl.in(document);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        try {
            BigDecimal seconds = value.isNumber() ? value.decimalValue() : null;
            Instant instant =
                    seconds == null
                            ? OffsetDateTime.parse(value.asString("")).toInstant()
                            : seconds.abs().compareTo(LAST_SECOND) > 0
                                    ? Instant.MAX
                                    : Instant.ofEpochSecond(seconds.longValue());
            if (!instant.isBefore(Instant.EPOCH) && !instant.isAfter(LAST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw noInstant(ttl, value);
        }
        throw noInstant(ttl, value);
    }

    private static RefusedException noInstant(MemberPath ttl, JsonNode value) {
        return invalid(
                "%s must be seconds since 1970 or an instant such as 2026-11-23T12:00:00Z, because"
                                .formatted(ttl.text())
                        + " it says when the item expires; was: "
                        + Shown.text(value.toString()));
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
