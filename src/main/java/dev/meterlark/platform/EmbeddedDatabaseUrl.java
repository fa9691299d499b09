package dev.meterlark.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An H2 URL under which a commit that was answered is on the disk, and a statement that begins
 * after a commit sees it.
 */
record EmbeddedDatabaseUrl(String value) {

    private static final List<Needed> NEEDED =
            List.of(
                    new Needed(
                            "WRITE_DELAY",
                            List.of("0"),
                            "a killed process loses calls that were answered"),
                    // H2 takes a result for current from shortly before the commit that changes it:
                    // who waited for a row's lock could read what belongs to it as it was before.
                    new Needed(
                            "OPTIMIZE_REUSE_RESULTS",
                            List.of("FALSE", "0"),
                            "a change can be overwritten by one that has not seen it"));

    /**
     * @param values that are right, the first of them set where the URL has none
     * @param otherwise what comes of any other
     */
    private record Needed(String setting, List<String> values, String otherwise) {

        String in(String url) {
            Matcher given =
                    Pattern.compile(";" + setting + "=([^;]*)")
                            .matcher(url.toUpperCase(Locale.ROOT));
            if (!given.find()) {
                return "%s;%s=%s".formatted(url, setting, values.getFirst());
            }
            if (!values.contains(given.group(1))) {
                throw new IllegalArgumentException(
                        "meterlark.database.url must have %s=%s or leave it out: with %s %s"
                                .formatted(
                                        setting,
                                        values.getFirst(),
                                        given.group().substring(1),
                                        otherwise));
            }
            return url;
        }
    }

    static EmbeddedDatabaseUrl inFolder(Path data, Duration statementTimeout) {
        return sound(
                "jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=20000;QUERY_TIMEOUT=%d"
                        .formatted(
                                data.resolve("db").resolve("meterlark").toAbsolutePath(),
                                statementTimeout.toMillis()));
    }

    /**
     * @throws IllegalArgumentException when it sets otherwise what must be so
     */
    static EmbeddedDatabaseUrl sound(String url) {
        String whole = url;
        for (Needed needed : NEEDED) {
            whole = needed.in(whole);
        }
        return new EmbeddedDatabaseUrl(whole);
    }
}
