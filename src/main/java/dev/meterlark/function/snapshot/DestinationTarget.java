package dev.meterlark.function.snapshot;

import java.net.URI;

/** Where the end of an asynchronous call is told; all within the function's own account. */
public sealed interface DestinationTarget {

    /**
     * @param name of a function or pipeline
     * @param qualifier a version or alias
     */
    record OfFunction(String name, String qualifier) implements DestinationTarget {}

    record OfWebhook(URI url) implements DestinationTarget {}

    record OfQueue(String queue) implements DestinationTarget {}

    record OfTopic(String topic) implements DestinationTarget {}

    /**
     * @param prefix of the object's key, which goes on with the call's id
     */
    record OfBucket(String bucket, String prefix) implements DestinationTarget {}

    /**
     * @param connection a Kafka of the account's own, by the name that it has here
     * @param key by which the record finds its partition; empty for the call's id
     */
    record OfKafka(String connection, String topic, String key) implements DestinationTarget {}
}
