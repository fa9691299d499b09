package dev.meterlark.account;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address in lower case. Only ASCII: two addresses that look alike but differ in script
 * would be two people.
 */
record EmailAddress(String value) {

    private static final Pattern FORM =
            Pattern.compile(
                    "[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                        + "@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*");
    private static final int LONGEST = 254;

    static EmailAddress parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new RefusedException(ErrorCode.REQUEST_INVALID, "email is missing");
        }
        if (text.length() > LONGEST) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "email must have at most %d characters, had %d"
                            .formatted(LONGEST, text.length()));
        }
        String lower = normal(text);
        if (!FORM.matcher(lower).matches()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "email must look like name@example.com, was: " + Text.shown(text));
        }
        return new EmailAddress(lower);
    }

    /** The form in which addresses are compared, also of what is no address at all. */
    static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
