package dev.meterlark.trigger.webhook;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whose way of signing it is. */
enum Preset {
    STANDARD(List.of("webhook-id", "webhook-timestamp"), null),
    GITHUB(
            List.of(
                    "x-github-event",
                    "x-github-delivery",
                    "x-github-hook-id",
                    "x-github-hook-installation-target-id",
                    "x-github-hook-installation-target-type"),
            "x-github-event"),
    STRIPE(List.of(), null),
    SLACK(List.of("x-slack-retry-num", "x-slack-retry-reason", "x-slack-request-timestamp"), null),
    GENERIC(List.of(), null);

    private final List<String> headers;
    private final @Nullable String subject;

    Preset(List<String> headers, @Nullable String subject) {
        this.headers = headers;
        this.subject = subject;
    }

    /** Those that functions see without asking for them. */
    List<String> headers() {
        return headers;
    }

    /** The header that says what happened; null when only the body does. */
    @Nullable String subject() {
        return subject;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Preset> parse(@Nullable String text) {
        return Arrays.stream(values()).filter(each -> each.wireName().equals(text)).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Preset::wireName).collect(Collectors.joining(", "));
    }
}
