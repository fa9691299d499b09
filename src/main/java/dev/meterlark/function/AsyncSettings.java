package dev.meterlark.function;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.function.snapshot.DestinationTarget.OfBucket;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
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
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AsyncSettings(
        @Nullable Integer maxRetries,
        @Nullable Long maxAge,
        @Nullable Long resultKeptFor,
        @Nullable DestinationSettings onSuccess,
        @Nullable DestinationSettings onFailure) {

    /**
     * @param type {@code function}, {@code webhook}, {@code queue}, {@code topic} or {@code bucket}
     * @param qualifier of a function: a version or alias; usually {@code $LATEST}
     * @param prefix of a bucket's keys; usually empty
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
            @Nullable String prefix) {

        static DestinationSettings of(DestinationTarget target) {
            return switch (target) {
                case OfFunction(String name, String qualifier) ->
                        new DestinationSettings(
                                "function", name, qualifier, null, null, null, null, null);
                case OfWebhook(var url) ->
                        new DestinationSettings(
                                "webhook", null, null, url.toString(), null, null, null, null);
                case OfQueue(String queue) ->
                        new DestinationSettings("queue", null, null, null, queue, null, null, null);
                case OfTopic(String topic) ->
                        new DestinationSettings("topic", null, null, null, null, topic, null, null);
                case OfBucket(String bucket, String prefix) ->
                        new DestinationSettings(
                                "bucket", null, null, null, null, null, bucket, prefix);
            };
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
                onFailure == null ? null : DestinationSettings.of(onFailure));
    }
}
