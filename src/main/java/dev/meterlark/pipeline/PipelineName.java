package dev.meterlark.pipeline;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/** As functions are named, because both are called alike: a DNS label without {@code --}. */
final class PipelineName {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private PipelineName() {}

    static String parse(@Nullable String text) {
        if (text == null || !FORM.matcher(text).matches() || text.contains("--")) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "name must be 1 to 63 small letters, digits and single hyphens, not at an end,"
                            + " as in orders; was: "
                            + (text == null ? "missing" : Shown.text(text)));
        }
        return text;
    }
}
