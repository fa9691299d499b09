package dev.meterlark.function;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.util.regex.Pattern;

/** As AWS names them, so that no version is called the same. */
record AliasName(String value) {

    private static final Pattern FORM = Pattern.compile("(?![0-9]+$)[a-zA-Z0-9_-]{1,128}");

    static AliasName parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "an alias is called by 1 to 128 letters, digits, - and _, not by digits alone,"
                            + " which are a version's, as in live; was: "
                            + Shown.text(text));
        }
        return new AliasName(text);
    }
}
