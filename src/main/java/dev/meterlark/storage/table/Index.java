package dev.meterlark.storage.table;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.KeyBytes;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;

/** What a table's items are found by besides their keys. */
record Index(MemberPath path, Type type) {

    private static final int LONGEST = 1_024;

    enum Type {
        STRING,
        NUMBER;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Type parse(@Nullable String text) {
            return Arrays.stream(values())
                    .filter(each -> each.wireName().equals(text))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    invalid(
                                            "index.type must be string or number, was: "
                                                    + Shown.text(text)));
        }
    }

    /**
     * @return null when the document has nothing there: then the index does not show it
     * @throws RefusedException when it has something else there
     */
    byte @Nullable [] keyOf(JsonNode document) {
        JsonNode value = path.in(document);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        boolean fits = type == Type.STRING ? value.isString() : value.isNumber();
        if (!fits) {
            throw invalid(
                    "%s must be a %s, because the table's index is on it, was: %s"
                            .formatted(path.text(), type.wireName(), Shown.text(value.toString())));
        }
        return type == Type.STRING
                ? text(value.asString())
                : OrderedNumber.bytes(value.decimalValue());
    }

    /** As it stands in an address. */
    byte[] keyOf(String member, String text) {
        if (type == Type.STRING) {
            return text(text);
        }
        Numbers.check(text);
        try {
            return OrderedNumber.bytes(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw invalid("%s must be a number, was: %s".formatted(member, Shown.text(text)));
        }
    }

    private byte[] text(String value) {
        byte[] bytes = KeyBytes.of(path.text(), value);
        if (bytes.length > LONGEST) {
            throw invalid(
                    "%s may have %d bytes as UTF-8, because the table's index is on it, and has %d"
                            .formatted(path.text(), LONGEST, bytes.length));
        }
        return bytes;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
