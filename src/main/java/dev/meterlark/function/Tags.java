package dev.meterlark.function;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Names and values by which an account splits its usage; as many and as long as AWS allows. */
record Tags(SortedMap<String, String> values) {

    static final int MOST = 50;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_VALUE = 256;
    private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{N} _.:/=+@-]*");

    Tags {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /**
     * @throws RefusedException when there are too many, or one has a name or a value that it cannot
     *     have
     */
    static Tags of(Map<String, @Nullable String> asked) {
        if (asked.size() > MOST) {
            throw invalid("tags may be %d, were: %d".formatted(MOST, asked.size()));
        }
        SortedMap<String, String> checked = new TreeMap<>();
        asked.forEach((name, value) -> checked.put(name(name), value(name, value)));
        return new Tags(checked);
    }

    private static String name(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || !TEXT.matcher(name).matches()) {
            throw invalid(
                    "a tag's name has 1 to %d letters, digits, spaces and _ . : / = + - @; was: %s"
                            .formatted(LONGEST_NAME, Shown.text(name)));
        }
        return name;
    }

    private static String value(String name, @Nullable String value) {
        String text = value == null ? "" : value;
        if (text.length() > LONGEST_VALUE || !TEXT.matcher(text).matches()) {
            throw invalid(
                    "the tag %s has a value of at most %d letters, digits, spaces and _ . : / = + - @; was: %s"
                            .formatted(name, LONGEST_VALUE, Shown.text(text)));
        }
        return text;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
