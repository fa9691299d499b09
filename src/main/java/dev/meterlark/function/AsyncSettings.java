package dev.meterlark.function;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.function.snapshot.DestinationTarget.OfBucket;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.function.snapshot.DestinationTarget.OfKafka;
import dev.meterlark.function.snapshot.DestinationTarget.OfQueue;
import dev.meterlark.function.snapshot.DestinationTarget.OfTopic;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;

import org.jspecify.annotations.Nullable;

/**
 * What is to become of a function's asynchronous calls; what is null is as usual.
 *
 * @param maxRetries runs after the first, when the function itself failed; usually 2
 * @param maxAge seconds from acceptance on, after which no run begins; usually 21 600
 * @param resultKeptFor seconds that a result can be asked for; usually 86 400
 * @param onSuccess where the result of a call that succeeded goes; usually nowhere
 * @param onFailure where a call that was given up on goes, beside the dead letters; usually nowhere
 * @param revision that the function or pipeline must have, or the change is refused; usually
 *     whatever it has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AsyncSettings(
        @Nullable Integer maxRetries,
        @Nullable Long maxAge,
        @Nullable Long resultKeptFor,
        @Nullable DestinationSettings onSuccess,
        @Nullable DestinationSettings onFailure,
        @Nullable Long revision) {

    /** Whatever it was before. */
    public static final AsyncSettings USUAL = new AsyncSettings(null, null, null, null, null, null);

    /**
     * @param type {@code function}, {@code webhook}, {@code queue}, {@code topic}, {@code bucket}
     *     or {@code kafka}
     * @param qualifier of a function: a version or alias; usually {@code $LATEST}
     * @param topic of ours, or of a Kafka
     * @param prefix of a bucket's keys; usually empty
     * @param connection a Kafka of the account's own, by the name that it has here
     * @param key of records for a Kafka; usually the call's id
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DestinationSettings(
            @Nullable String type,
            @Nullable String function,
            @Nullable String qualifier,
            @Nullable String url,
            @Nullable String queue,
            @Nullable String topic,
            @Nullable String bucket,
            @Nullable String prefix,
            @Nullable String connection,
            @Nullable String key) {

        static DestinationSettings of(DestinationTarget target) {
            return switch (target) {
                case OfFunction(String name, String qualifier) ->
                        of("function", name, qualifier, null, null, null);
                case OfWebhook(var url) -> of("webhook", null, null, url.toString(), null, null);
                case OfQueue(String queue) -> of("queue", null, null, null, queue, null);
                case OfTopic(String topic) -> of("topic", null, null, null, null, topic);
                case OfBucket(String bucket, String prefix) ->
                        new DestinationSettings(
                                "bucket", null, null, null, null, null, bucket, prefix, null, null);
                case OfKafka(String connection, String topic, String key) ->
                        new DestinationSettings(
                                "kafka",
                                null,
                                null,
                                null,
                                null,
                                topic,
                                null,
                                null,
                                connection,
                                key.isEmpty() ? null : key);
            };
        }

        private static DestinationSettings of(
                String type,
                @Nullable String function,
                @Nullable String qualifier,
                @Nullable String url,
                @Nullable String queue,
                @Nullable String topic) {
            return new DestinationSettings(
                    type, function, qualifier, url, queue, topic, null, null, null, null);
        }
    }

    static AsyncSettings of(AsyncPolicy policy) {
        DestinationTarget onSuccess = policy.onSuccess();
        DestinationTarget onFailure = policy.onFailure();
        return new AsyncSettings(
                policy.maxRetries(),
                policy.maxAge().toSeconds(),
                policy.resultKeptFor().toSeconds(),
                onSuccess == null ? null : DestinationSettings.of(onSuccess),
                onFailure == null ? null : DestinationSettings.of(onFailure),
                null);
    }
}
