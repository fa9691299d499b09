package dev.meterlark.function;

import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes of what a caller wants what a function's URL may be. */
final class UrlShaping {

    private static final String ANY = "*";
    private static final int MOST_ENTRIES = 100;
    private static final int LONGEST_AGE_SECONDS = 86_400;
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", ANY);
    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]{0,30}://[A-Za-z0-9.:\\[\\]_-]{1,253}");
    private static final Pattern HEADER = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]{1,256}");

    private UrlShaping() {}

    static UrlAuth auth(@Nullable String asked) {
        String name = asked == null ? UrlAuth.KEY.wireName() : asked;
        return UrlAuth.fromWireName(name)
                .orElseThrow(
                        () ->
                                invalid(
                                        "auth is one of %s, was: %s"
                                                .formatted(
                                                        Arrays.stream(UrlAuth.values())
                                                                .map(UrlAuth::wireName)
                                                                .collect(Collectors.joining(", ")),
                                                        Shown.text(name))));
    }

    static @Nullable Cors cors(UrlSettings.@Nullable CorsSettings asked) {
        if (asked == null) {
            return null;
        }
        Cors cors =
                new Cors(
                        entries("allowOrigins", asked.allowOrigins(), UrlShaping::origin),
                        entries("allowMethods", asked.allowMethods(), UrlShaping::method),
                        entries("allowHeaders", asked.allowHeaders(), UrlShaping::requestHeader),
                        entries("exposeHeaders", asked.exposeHeaders(), UrlShaping::header),
                        Boolean.TRUE.equals(asked.allowCredentials()),
                        age(asked.maxAge()));
        if (cors.allowCredentials() && cors.allowOrigins().contains(ANY)) {
            throw invalid(
                    "cors.allowCredentials needs origins by name: with * any web page could act"
                            + " for whoever visits it");
        }
        if (CorsColumn.text(cors).length() > CorsColumn.LONGEST) {
            throw invalid(
                    "cors may have %d characters as JSON, all together"
                            .formatted(CorsColumn.LONGEST));
        }
        return cors;
    }

    private static List<String> entries(
            String name,
            @Nullable List<@Nullable String> asked,
            UnaryOperator<@Nullable String> checked) {
        if (asked == null) {
            return List.of();
        }
        if (asked.size() > MOST_ENTRIES) {
            throw invalid(
                    "cors.%s may have %d entries, has: %d"
                            .formatted(name, MOST_ENTRIES, asked.size()));
        }
        List<String> entries = new ArrayList<>();
        for (String entry : asked) {
            String good = entry == null ? null : checked.apply(entry);
            if (good == null) {
                throw invalid(
                        "cors.%s cannot hold %s"
                                .formatted(name, entry == null ? "null" : Shown.text(entry)));
            }
            entries.add(good);
        }
        return entries;
    }

    private static @Nullable String origin(@Nullable String entry) {
        return ANY.equals(entry) || entry != null && ORIGIN.matcher(entry).matches() ? entry : null;
    }

    private static @Nullable String method(@Nullable String entry) {
        return entry != null && METHODS.contains(entry) ? entry : null;
    }

    private static @Nullable String header(@Nullable String entry) {
        return entry != null && HEADER.matcher(entry).matches() ? entry : null;
    }

    private static @Nullable String requestHeader(@Nullable String entry) {
        return header(entry) == null || entry == null ? null : entry.toLowerCase(Locale.ROOT);
    }

    private static int age(@Nullable Integer asked) {
        int seconds = asked == null ? 0 : asked;
        if (seconds < 0 || seconds > LONGEST_AGE_SECONDS) {
            throw invalid(
                    "cors.maxAge must be 0 to %d seconds, was: %d"
                            .formatted(LONGEST_AGE_SECONDS, seconds));
        }
        return seconds;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
