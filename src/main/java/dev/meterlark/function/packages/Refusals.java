package dev.meterlark.function.packages;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

/** How a package is refused; names from inside it are shown cut and without what steers. */
final class Refusals {

    private static final int LONGEST_SHOWN = 120;

    private Refusals() {}

    static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.PACKAGE_INVALID, text);
    }

    static RefusedException damaged(String what) {
        return invalid("the zip is damaged: " + what + "; pack it again");
    }

    static RefusedException entry(String name, String what) {
        return invalid("entry %s %s".formatted(shown(name), what));
    }

    static RefusedException tooLarge(long limit) {
        return new RefusedException(
                ErrorCode.PACKAGE_TOO_LARGE,
                "a package may have at most %d bytes as it is uploaded; leave out what the function does not need"
                        .formatted(limit));
    }

    static RefusedException unpacksTooLarge(long limit) {
        return invalid(
                "the package unpacks to more than %d bytes; leave out what the function does not need"
                        .formatted(limit));
    }

    static String shown(String name) {
        StringBuilder shown = new StringBuilder("\"");
        name.codePoints()
                .limit(LONGEST_SHOWN)
                .forEach(c -> shown.appendCodePoint(printable(c) ? c : '?'));
        return shown.append(name.codePointCount(0, name.length()) > LONGEST_SHOWN ? "…\"" : "\"")
                .toString();
    }

    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
