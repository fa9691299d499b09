package dev.meterlark.function;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Which functions of a list are meant.
 *
 * @param text that is somewhere in the name or the description, in small letters; empty for any
 * @param tags that it must have, all of them
 */
public record FunctionSearch(String text, List<Tag> tags) {

    public static final FunctionSearch ALL = new FunctionSearch("", List.of());

    private static final int LONGEST_TEXT = 200;
    private static final int MOST_TAGS = 10;

    /**
     * @param value null for any
     */
    public record Tag(String name, @Nullable String value) {

        /** As it is asked for: {@code team=shop}, or {@code team} for any value. */
        @Override
        public String toString() {
            return value == null ? name : name + "=" + value;
        }
    }

    public FunctionSearch {
        tags = List.copyOf(tags);
    }

    /**
     * @param tags as {@link Tag#toString()} writes them
     * @throws RefusedException when it is longer than any name, or there are too many tags
     */
    public static FunctionSearch of(@Nullable String text, @Nullable List<String> tags) {
        String wanted = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        if (wanted.length() > LONGEST_TEXT) {
            throw invalid(
                    "search may have %d characters, had: %d"
                            .formatted(LONGEST_TEXT, wanted.length()));
        }
        if (wanted.chars().anyMatch(Character::isISOControl)) {
            throw invalid("search holds a character that no name has");
        }
        List<Tag> read = new ArrayList<>();
        for (String each : tags == null ? List.<String>of() : tags) {
            if (!each.isBlank()) {
                read.add(tag(each.strip()));
            }
        }
        if (read.size() > MOST_TAGS) {
            throw invalid("tag may be given %d times, was: %d".formatted(MOST_TAGS, read.size()));
        }
        return new FunctionSearch(wanted, read);
    }

    public boolean isAll() {
        return text.isEmpty() && tags.isEmpty();
    }

    private static Tag tag(String text) {
        int equals = text.indexOf('=');
        Tag tag =
                equals < 0
                        ? new Tag(text, null)
                        : new Tag(text.substring(0, equals), text.substring(equals + 1));
        Tags.of(Collections.singletonMap(tag.name(), tag.value()));
        return tag;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
