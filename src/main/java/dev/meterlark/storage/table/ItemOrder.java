package dev.meterlark.storage.table;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.KeyBytes;
import dev.meterlark.storage.Shown;
import dev.meterlark.storage.table.ItemRows.Place;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A part of a table's items in an order: by their keys, or by the index and then their keys.
 *
 * @param byIndex whether it is by the index
 * @param from the first bytes that are wanted
 * @param to the first that are not; empty for all
 * @param after behind which place it goes on; null at the beginning
 */
record ItemOrder(
        boolean byIndex, byte[] from, byte[] to, boolean descending, @Nullable Place after) {

    static ItemOrder ofKeys(ItemQuery query) {
        if (query.equal() != null) {
            throw invalid("equals is of the index; GET …/items/{key} reads one item");
        }
        return new ItemOrder(false, new byte[0], new byte[0], false, null)
                .narrowed(query, "a key", (_, text) -> KeyBytes.of("a key", text), true);
    }

    static ItemOrder ofIndex(Index index, ItemQuery query) {
        String equal = query.equal();
        var all = new ItemOrder(true, new byte[0], new byte[0], false, null);
        if (equal != null) {
            byte[] only = index.keyOf("equals", equal);
            all = all.within(only, KeyBytes.next(only));
        }
        return all.narrowed(
                query, index.path().text(), index::keyOf, index.type() == Index.Type.STRING);
    }

    /** What text in an address stands for. */
    private interface Bounds {

        byte[] of(String member, String text);
    }

    private ItemOrder narrowed(ItemQuery query, String what, Bounds bounds, boolean ofText) {
        ItemOrder part = this;
        if (query.prefix() != null) {
            if (!ofText) {
                throw invalid("prefix is of text, and %s is a number".formatted(what));
            }
            byte[] prefix = KeyBytes.of("prefix", query.prefix());
            part = part.within(prefix, KeyBytes.behind(prefix));
        }
        if (query.from() != null) {
            part = part.within(bounds.of("from", query.from()), new byte[0]);
        }
        if (query.to() != null) {
            byte[] to = bounds.of("to", query.to());
            // empty stands for all, and nothing is below it
            part = to.length == 0 ? part.within(NOTHING, NOTHING) : part.within(new byte[0], to);
        }
        return new ItemOrder(
                byIndex, part.from, part.to, isDescending(query.order()), place(query.cursor()));
    }

    /** Bytes that no text has. */
    private static final byte[] NOTHING = {(byte) 0xff};

    private ItemOrder within(byte[] first, byte[] end) {
        boolean later = Arrays.compareUnsigned(first, from) > 0;
        boolean sooner = end.length > 0 && (to.length == 0 || Arrays.compareUnsigned(end, to) < 0);
        return new ItemOrder(byIndex, later ? first : from, sooner ? end : to, descending, after);
    }

    /** In SQL, with the bounds by their names. */
    String condition() {
        String column = byIndex ? "index_key" : "key_bytes";
        String within = column + " >= :from" + (to.length == 0 ? "" : " and " + column + " < :to");
        return after == null ? within : within + " and " + behind(descending ? "<" : ">");
    }

    /** The first comparison lets the database find the place by its index. */
    private String behind(String sign) {
        return byIndex
                ? "index_key %s= :index and (index_key %s :index or key_bytes %s :key)"
                        .formatted(sign, sign, sign)
                : "key_bytes %s :key".formatted(sign);
    }

    /**
     * All of the index, also what is the same for all rows: only then does H2 stop after the page.
     */
    String columns() {
        String direction = descending ? " desc" : "";
        String first = "table_id" + direction + ", ";
        return first + (byIndex ? "index_key" + direction + ", " : "") + "key_bytes" + direction;
    }

    Map<String, byte[]> bounds() {
        Map<String, byte[]> bounds = new HashMap<>();
        bounds.put("from", from);
        if (to.length > 0) {
            bounds.put("to", to);
        }
        if (after != null) {
            bounds.put("key", after.key().bytes());
            if (byIndex) {
                bounds.put("index", Objects.requireNonNull(after.indexKey()));
            }
        }
        return bounds;
    }

    /** The bytes of the index's key, with their length before, then those of the item's. */
    String cursor(Place last) {
        byte[] index = last.indexKey();
        byte[] first = byIndex && index != null ? index : new byte[0];
        byte[] key = last.key().bytes();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(Short.BYTES + first.length + key.length)
                                .putShort((short) first.length)
                                .put(first)
                                .put(key)
                                .array());
    }

    private static @Nullable Place place(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            int length = bytes.remaining() < Short.BYTES ? -1 : bytes.getShort();
            if (length >= 0 && length <= bytes.remaining()) {
                byte[] index = new byte[length];
                bytes.get(index);
                byte[] key = new byte[bytes.remaining()];
                bytes.get(key);
                return new Place(new ItemKey(key), index, 0);
            }
        } catch (IllegalArgumentException e) {
            throw noCursor();
        }
        throw noCursor();
    }

    private static boolean isDescending(@Nullable String order) {
        if (order == null || order.equals("asc")) {
            return false;
        }
        if (order.equals("desc")) {
            return true;
        }
        throw invalid("order must be asc or desc, was: " + Shown.text(order));
    }

    private static RefusedException noCursor() {
        return invalid(
                "cursor is not one that this list answered with; leave it out to start over");
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
