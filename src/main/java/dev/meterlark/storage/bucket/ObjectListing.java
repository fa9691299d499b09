package dev.meterlark.storage.bucket;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.KeyBytes;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Lists a bucket in the order of its keys, and leaps over what a delimiter takes together. */
@Component
class ObjectListing {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    /** Rows that are read at once: what lies behind a common prefix is leapt over, not read. */
    private static final int ROWS = 200;

    private final ObjectRows objects;

    ObjectListing(ObjectRows objects) {
        this.objects = objects;
    }

    ObjectList list(Bucket bucket, ObjectQuery query, Function<Stored, ObjectFacts> shown) {
        String prefix = query.prefix();
        String delimiter = query.delimiter();
        byte[] within = ObjectKey.prefix(prefix == null ? "" : prefix);
        byte[] end = KeyBytes.behind(within);
        var found =
                new Found(
                        limit(query.limit()),
                        within,
                        ObjectKey.prefix(delimiter == null ? "" : delimiter));
        byte[] from = first(query.cursor(), within);
        while (found.wantsMore()) {
            List<Stored> rows = objects.between(bucket, from, end, ROWS);
            byte[] next = from;
            for (Stored each : rows) {
                if (Arrays.compareUnsigned(each.key().bytes(), next) >= 0 && found.wantsMore()) {
                    next = found.take(each);
                }
            }
            boolean over = rows.size() < ROWS && found.wantsMore() || next.length == 0;
            if (over) {
                return found.page(shown, null);
            }
            from = next;
        }
        boolean more = !objects.between(bucket, from, end, 1).isEmpty();
        return found.page(shown, more ? from : null);
    }

    /** What goes onto the page, in order. */
    private static final class Found {
        private final int limit;
        private final byte[] within;
        private final byte[] delimiter;
        private final List<Stored> items = new ArrayList<>();
        private final List<String> prefixes = new ArrayList<>();

        Found(int limit, byte[] within, byte[] delimiter) {
            this.limit = limit;
            this.within = within;
            this.delimiter = delimiter;
        }

        boolean wantsMore() {
            return items.size() + prefixes.size() < limit;
        }

        /**
         * @return where to go on; empty for nowhere
         */
        byte[] take(Stored each) {
            byte[] key = each.key().bytes();
            int at = delimiter.length == 0 ? -1 : indexOf(key, delimiter, within.length);
            if (at < 0) {
                items.add(each);
                return each.key().next();
            }
            byte[] common = Arrays.copyOf(key, at + delimiter.length);
            prefixes.add(new ObjectKey(common).text());
            return KeyBytes.behind(common);
        }

        ObjectList page(Function<Stored, ObjectFacts> shown, byte @Nullable [] next) {
            return new ObjectList(
                    items.stream().map(shown).toList(),
                    List.copyOf(prefixes),
                    next == null
                            ? null
                            : Base64.getUrlEncoder().withoutPadding().encodeToString(next));
        }

        private static int indexOf(byte[] text, byte[] part, int from) {
            for (int at = from; at + part.length <= text.length; at++) {
                if (Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
                    return at;
                }
            }
            return -1;
        }
    }

    private static int limit(@Nullable Integer asked) {
        int limit = asked == null ? USUAL : asked;
        if (limit < 1 || limit > MOST) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be from 1 to %d, was: %d".formatted(MOST, limit));
        }
        return limit;
    }

    /** A cursor only says where to go on, never before the prefix. */
    private static byte[] first(@Nullable String cursor, byte[] within) {
        if (cursor == null || cursor.isEmpty()) {
            return within;
        }
        try {
            byte[] from = Base64.getUrlDecoder().decode(cursor);
            return Arrays.compareUnsigned(from, within) < 0 ? within : from;
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "cursor is not one that this list answered with; leave it out to start over");
        }
    }
}
