package dev.meterlark.storage.table;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import tools.jackson.databind.JsonNode;

import java.util.regex.Pattern;

/** The names of members, each inside the one before: {@code customer.id}. */
record MemberPath(String text) {

    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9_-]{1,64}(?:\\.[A-Za-z0-9_-]{1,64}){0,7}");

    /**
     * @param member of the request, for people
     */
    static MemberPath parse(String member, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s must be 1 to 8 names of letters, digits, _ and -, joined by dots, as in"
                                    .formatted(member)
                            + " customer.id; was: "
                            + Shown.text(text));
        }
        return new MemberPath(text);
    }

    /** A missing node when there is nothing. */
    JsonNode in(JsonNode document) {
        JsonNode at = document;
        for (String name : text.split("\\.")) {
            at = at.path(name);
        }
        return at;
    }
}
