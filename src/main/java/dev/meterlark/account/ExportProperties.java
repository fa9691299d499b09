package dev.meterlark.account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * An account's data as one file.
 *
 * @param objectBytes bytes of objects of all buckets together that go in; what is beyond is listed,
 *     and fetched with any tool for S3
 * @param messagesPerQueue messages of each queue that go in, the oldest first
 * @param logBytes lines of logs that go in, from the oldest that are kept
 */
@ConfigurationProperties("meterlark.export")
record ExportProperties(
        @DefaultValue("1GB") DataSize objectBytes,
        @DefaultValue("10000") int messagesPerQueue,
        @DefaultValue("256MB") DataSize logBytes) {

    ExportProperties {
        if (objectBytes.isNegative()) {
            throw new IllegalArgumentException(
                    "meterlark.export.object-bytes must be at least 0, was: " + objectBytes);
        }
        if (messagesPerQueue < 0) {
            throw new IllegalArgumentException(
                    "meterlark.export.messages-per-queue must be at least 0, was: "
                            + messagesPerQueue);
        }
        if (logBytes.isNegative()) {
            throw new IllegalArgumentException(
                    "meterlark.export.log-bytes must be at least 0, was: " + logBytes);
        }
    }

    ExportBounds bounds() {
        return new ExportBounds(objectBytes.toBytes(), messagesPerQueue, logBytes.toBytes());
    }
}
