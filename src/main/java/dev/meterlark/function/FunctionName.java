package dev.meterlark.function;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/** A DNS label without {@code --}, which separates a name from a version in host names. */
record FunctionName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    static FunctionName parse(@Nullable String text) {
        if (text == null || !FORM.matcher(text).matches() || text.contains("--")) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "name must be 1 to 63 small letters, digits and single hyphens, not at an end,"
                            + " as in csv-to-json; was: "
                            + (text == null ? "missing" : Shown.text(text)));
        }
        return new FunctionName(text);
    }
}
