package dev.meterlark.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An H2 URL under which a commit that was answered is on the disk: with H2's own write delay a
 * killed process lost up to half a second of them.
 */
record EmbeddedDatabaseUrl(String value) {

    private static final Pattern WRITE_DELAY = Pattern.compile(";WRITE_DELAY=([^;]*)");

    static EmbeddedDatabaseUrl inFolder(Path data, Duration statementTimeout) {
        return durable(
                "jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=20000;QUERY_TIMEOUT=%d"
                        .formatted(
                                data.resolve("db").resolve("meterlark").toAbsolutePath(),
                                statementTimeout.toMillis()));
    }

    static EmbeddedDatabaseUrl durable(String url) {
        Matcher delay = WRITE_DELAY.matcher(url.toUpperCase(Locale.ROOT));
        if (!delay.find()) {
            return new EmbeddedDatabaseUrl(url + ";WRITE_DELAY=0");
        }
        if (!delay.group(1).equals("0")) {
            throw new IllegalArgumentException(
                    "meterlark.database.url must have WRITE_DELAY=0 or leave it out: with %s a killed process loses calls that were answered"
                            .formatted(delay.group().substring(1)));
        }
        return new EmbeddedDatabaseUrl(url);
    }
}
