package dev.meterlark.function;

import dev.meterlark.function.AsyncSettings.DestinationSettings;
import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.function.snapshot.DestinationTarget.OfBucket;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.function.snapshot.DestinationTarget.OfKafka;
import dev.meterlark.function.snapshot.DestinationTarget.OfQueue;
import dev.meterlark.function.snapshot.DestinationTarget.OfTopic;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes of what a caller wants what the policy of a function's asynchronous calls may be. */
final class AsyncShaping {

    private static final int MOST_RETRIES = 5;
    private static final long LEAST_AGE = 60;
    private static final long MOST_AGE = 21_600;
    private static final long LONGEST_KEPT = 604_800;
    private static final int LONGEST_TEXT = 1_024;
    private static final int LONGEST_URL = 2_048;
    private static final String TYPES = "function, webhook, queue, topic, bucket or kafka";
    private static final Pattern QUALIFIER = Pattern.compile("\\$LATEST|[a-zA-Z0-9-_]{1,128}");

    private AsyncShaping() {}

    static AsyncPolicy policy(AsyncSettings asked) {
        AsyncPolicy usual = AsyncPolicy.DEFAULT;
        int retries = asked.maxRetries() == null ? usual.maxRetries() : asked.maxRetries();
        between("maxRetries", retries, 0, MOST_RETRIES);
        return new AsyncPolicy(
                retries,
                seconds("maxAge", asked.maxAge(), usual.maxAge(), LEAST_AGE, MOST_AGE),
                seconds(
                        "resultKeptFor",
                        asked.resultKeptFor(),
                        usual.resultKeptFor(),
                        0,
                        LONGEST_KEPT),
                target("onSuccess", asked.onSuccess()),
                target("onFailure", asked.onFailure()));
    }

    private static Duration seconds(
            String name, @Nullable Long asked, Duration usual, long least, long most) {
        if (asked == null) {
            return usual;
        }
        between(name, asked, least, most);
        return Duration.ofSeconds(asked);
    }

    private static @Nullable DestinationTarget target(
            String name, @Nullable DestinationSettings asked) {
        if (asked == null) {
            return null;
        }
        String type = asked.type() == null ? "" : asked.type();
        DestinationTarget made =
                switch (type) {
                    case "function" -> function(name, asked);
                    case "webhook" -> new OfWebhook(url(name, asked.url()));
                    case "queue" -> new OfQueue(text(name + ".queue", asked.queue()));
                    case "topic" -> new OfTopic(text(name + ".topic", asked.topic()));
                    case "bucket" ->
                            new OfBucket(
                                    text(name + ".bucket", asked.bucket()),
                                    asked.prefix() == null
                                            ? ""
                                            : text(name + ".prefix", asked.prefix()));
                    case "kafka" ->
                            new OfKafka(
                                    text(name + ".connection", asked.connection()),
                                    text(name + ".topic", asked.topic()),
                                    asked.key() == null ? "" : text(name + ".key", asked.key()));
                    default ->
                            throw invalid(
                                    "%s.type must be %s, was: %s"
                                            .formatted(name, TYPES, Shown.text(asked.type())));
                };
        refuseOthers(name, asked, DestinationSettings.of(made));
        return made;
    }

    private static OfFunction function(String name, DestinationSettings asked) {
        String qualifier = asked.qualifier() == null ? Function.LATEST : asked.qualifier();
        if (!QUALIFIER.matcher(qualifier).matches()) {
            throw invalid(
                    "%s.qualifier must be $LATEST, a version or an alias, was: %s"
                            .formatted(name, Shown.text(qualifier)));
        }
        return new OfFunction(text(name + ".function", asked.function()), qualifier);
    }

    private static URI url(String name, @Nullable String asked) {
        String key = name + ".url";
        if (asked == null || asked.length() > LONGEST_URL) {
            throw invalid(
                    "%s must have 1 to %d characters, was: %s"
                            .formatted(key, LONGEST_URL, Shown.text(asked)));
        }
        try {
            return new URI(asked);
        } catch (URISyntaxException e) {
            throw invalid("%s is no URL: %s".formatted(key, e.getReason()));
        }
    }

    private static String text(String key, @Nullable String asked) {
        if (asked == null || asked.isEmpty() || asked.length() > LONGEST_TEXT) {
            throw invalid(
                    "%s must have 1 to %d characters, was: %s"
                            .formatted(key, LONGEST_TEXT, Shown.text(asked)));
        }
        return asked;
    }

    /** What belongs to another type was surely meant, and would be lost. */
    private static void refuseOthers(
            String name, DestinationSettings asked, DestinationSettings made) {
        Set<String> others = new HashSet<>();
        other(others, "function", asked.function(), made.function());
        other(others, "qualifier", asked.qualifier(), made.qualifier());
        other(others, "url", asked.url(), made.url());
        other(others, "queue", asked.queue(), made.queue());
        other(others, "topic", asked.topic(), made.topic());
        other(others, "bucket", asked.bucket(), made.bucket());
        other(others, "prefix", asked.prefix(), made.prefix());
        other(others, "connection", asked.connection(), made.connection());
        other(others, "key", asked.key(), made.key());
        if (!others.isEmpty()) {
            throw invalid(
                    "%s of type %s has no %s"
                            .formatted(
                                    name,
                                    made.type(),
                                    String.join(", ", others.stream().sorted().toList())));
        }
    }

    private static void other(
            Set<String> others, String key, @Nullable String asked, @Nullable String made) {
        if (asked != null && made == null) {
            others.add(key);
        }
    }

    private static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw invalid("%s must be %d to %d, was: %d".formatted(name, least, most, value));
        }
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
