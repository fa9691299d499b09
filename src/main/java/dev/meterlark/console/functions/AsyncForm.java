package dev.meterlark.console.functions;

import dev.meterlark.function.AsyncSettings;
import dev.meterlark.function.AsyncSettings.DestinationSettings;
import dev.meterlark.function.AsyncView;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

/**
 * What was typed into the form of a function's asynchronous calls; kept as text, so that the form
 * shows it again.
 *
 * @param revision that it had when the form was shown
 */
record AsyncForm(
        @Nullable String maxRetries,
        @Nullable String maxAge,
        @Nullable String resultKeptFor,
        @Nullable Target onSuccess,
        @Nullable Target onFailure,
        @Nullable String revision) {

    /**
     * Where something goes; of the fields only those count that the type has.
     *
     * @param type blank for nowhere
     */
    record Target(
            @Nullable String type,
            @Nullable String function,
            @Nullable String qualifier,
            @Nullable String url,
            @Nullable String queue,
            @Nullable String topic,
            @Nullable String bucket,
            @Nullable String prefix,
            @Nullable String connection,
            @Nullable String record,
            @Nullable String key) {

        static final Target NOWHERE = new Target("", "", "", "", "", "", "", "", "", "", "");

        private static Target of(@Nullable DestinationSettings settings) {
            if (settings == null) {
                return NOWHERE;
            }
            boolean kafka = "kafka".equals(settings.type());
            return new Target(
                    settings.type(),
                    settings.function(),
                    settings.qualifier(),
                    settings.url(),
                    settings.queue(),
                    kafka ? "" : settings.topic(),
                    settings.bucket(),
                    settings.prefix(),
                    settings.connection(),
                    kafka ? settings.topic() : "",
                    settings.key());
        }

        private @Nullable DestinationSettings settings() {
            return switch (type == null ? "" : type) {
                case "" -> null;
                case "function" ->
                        new DestinationSettings(
                                type,
                                given(function),
                                given(qualifier),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null);
                case "webhook" ->
                        new DestinationSettings(
                                type, null, null, given(url), null, null, null, null, null, null);
                case "queue" ->
                        new DestinationSettings(
                                type, null, null, null, given(queue), null, null, null, null, null);
                case "topic" ->
                        new DestinationSettings(
                                type, null, null, null, null, given(topic), null, null, null, null);
                case "bucket" ->
                        new DestinationSettings(
                                type,
                                null,
                                null,
                                null,
                                null,
                                null,
                                given(bucket),
                                given(prefix),
                                null,
                                null);
                case "kafka" ->
                        new DestinationSettings(
                                type,
                                null,
                                null,
                                null,
                                null,
                                given(record),
                                null,
                                null,
                                given(connection),
                                given(key));
                default ->
                        throw invalid(
                                "a destination is a function, a webhook, a queue, a topic, a bucket"
                                        + " or a Kafka");
            };
        }
    }

    static AsyncForm of(AsyncView view) {
        return new AsyncForm(
                String.valueOf(view.maxRetries()),
                Span.words(view.maxAge()),
                Span.words(view.resultKeptFor()),
                Target.of(view.onSuccess()),
                Target.of(view.onFailure()),
                String.valueOf(view.revision()));
    }

    AsyncSettings settings() {
        return new AsyncSettings(
                retries(),
                Span.parse("how long an event is tried", maxAge),
                Span.parse("how long results are kept", resultKeptFor),
                onSuccess == null ? null : onSuccess.settings(),
                onFailure == null ? null : onFailure.settings(),
                SettingsForm.revision(revision));
    }

    /** For the page: never null. */
    public Target success() {
        return onSuccess == null ? Target.NOWHERE : onSuccess;
    }

    /** For the page: never null. */
    public Target failure() {
        return onFailure == null ? Target.NOWHERE : onFailure;
    }

    private @Nullable Integer retries() {
        if (maxRetries == null || maxRetries.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(maxRetries.strip());
        } catch (NumberFormatException e) {
            throw invalid("retries must be a whole number, was: " + maxRetries);
        }
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
