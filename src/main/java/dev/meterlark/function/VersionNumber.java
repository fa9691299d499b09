package dev.meterlark.function;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Pattern;

/** The number of a published version, as it is written: {@code 1}, never {@code 01}. */
final class VersionNumber {

    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,8}");

    private VersionNumber() {}

    /** Empty for what no version can be called. */
    static Optional<Integer> parse(@Nullable String text) {
        return text != null && FORM.matcher(text).matches()
                ? Optional.of(Integer.valueOf(text))
                : Optional.empty();
    }

    /**
     * @return null for the editable version
     */
    static @Nullable Integer pointedAt(String name, @Nullable String text) {
        if (FunctionSnapshot.LATEST.equals(text)) {
            return null;
        }
        return parse(text).orElseThrow(() -> invalid(name, text));
    }

    static String text(@Nullable Integer number) {
        return number == null ? FunctionSnapshot.LATEST : number.toString();
    }

    private static RefusedException invalid(String name, @Nullable String text) {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "%s is the number of a published version, as in \"1\", or %s; was: %s"
                        .formatted(name, FunctionSnapshot.LATEST, Shown.text(text)));
    }
}
