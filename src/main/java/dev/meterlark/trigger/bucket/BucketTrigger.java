package dev.meterlark.trigger.bucket;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;
import dev.meterlark.storage.bucket.ObjectChange;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Which changes of objects make the function run.
 *
 * @param events by S3's names; usually {@code ObjectCreated:*}
 * @param prefix of keys; null for any
 * @param suffix of keys; null for any
 */
record BucketTrigger(
        String bucket, List<String> events, @Nullable String prefix, @Nullable String suffix) {

    private static final int LONGEST = 1_024;

    BucketTrigger(
            @Nullable String bucket,
            @Nullable List<String> events,
            @Nullable String prefix,
            @Nullable String suffix) {
        if (bucket == null) {
            throw invalid("bucket is missing: the name of the bucket whose changes are wanted");
        }
        this.bucket = bucket;
        this.events = events == null ? List.of(EventName.CREATED.text()) : named(events);
        this.prefix = bounded("prefix", prefix);
        this.suffix = bounded("suffix", suffix);
    }

    boolean wants(ObjectChange change) {
        String key = change.object().key();
        return events.stream()
                        .flatMap(each -> EventName.parse(each).stream())
                        .anyMatch(each -> each.covers(change.how()))
                && wantsAll(key, key);
    }

    /** Whether every key that begins and ends like this is wanted. */
    boolean wantsAll(String begin, String end) {
        return (prefix == null || begin.startsWith(prefix))
                && (suffix == null || end.endsWith(suffix));
    }

    private static List<String> named(List<String> events) {
        List<String> named = new ArrayList<>();
        for (String each : events) {
            EventName name =
                    EventName.parse(each)
                            .orElseThrow(
                                    () ->
                                            invalid(
                                                    "events may have %s; it had: %s"
                                                            .formatted(
                                                                    EventName.all(),
                                                                    Shown.text(each))));
            if (!named.contains(name.text())) {
                named.add(name.text());
            }
        }
        if (named.isEmpty()) {
            throw invalid("events is empty, so nothing would ever come of the trigger");
        }
        return List.copyOf(named);
    }

    private static @Nullable String bounded(String name, @Nullable String text) {
        if (text != null && text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw invalid(
                    "%s may have %d bytes, as a key may, was: %s"
                            .formatted(name, LONGEST, Shown.text(text)));
        }
        return text == null || text.isEmpty() ? null : text;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
