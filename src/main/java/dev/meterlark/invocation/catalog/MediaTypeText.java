package dev.meterlark.invocation.catalog;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the text of a media type says. */
final class MediaTypeText {

    private static final int LONGEST = 256;
    private static final Pattern FORM =
            Pattern.compile("[-!#$%&'+.^_`|~0-9A-Za-z]+/[-!#$%&'+.^_`|~0-9A-Za-z]+(?:\\s*;.*)?");
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset=\"?([-A-Za-z0-9_.:]+)\"?", Pattern.CASE_INSENSITIVE);

    private MediaTypeText() {}

    static boolean isOne(String text) {
        return text.length() <= LONGEST
                && FORM.matcher(text).matches()
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** Without parameters, in small letters. */
    static String bare(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    static boolean isJson(String type) {
        String bare = bare(type);
        return bare.equals("application/json") || bare.endsWith("+json");
    }

    static boolean isText(String type) {
        return bare(type).startsWith("text/");
    }

    /** UTF-8 when none is named; empty when this JVM does not know it. */
    static Optional<Charset> charset(String type) {
        Matcher named = CHARSET.matcher(type);
        if (!named.find()) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        try {
            return Optional.of(Charset.forName(named.group(1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
