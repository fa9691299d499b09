package dev.meterlark.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What AWS's tools may send. A signature covers the body, which is therefore held whole.
 *
 * @param largestBody of one request
 * @param bodyMemory of all that are read or served at a moment
 */
@ConfigurationProperties("meterlark.aws")
record AwsProperties(
        @DefaultValue("8MB") DataSize largestBody, @DefaultValue("128MB") DataSize bodyMemory) {

    AwsProperties {
        if (largestBody.toBytes() < 1_024 || largestBody.toBytes() > 1 << 30) {
            throw new IllegalArgumentException(
                    "meterlark.aws.largest-body must be 1KB to 1GB, was: " + largestBody);
        }
        if (bodyMemory.compareTo(largestBody) < 0) {
            throw new IllegalArgumentException(
                    "meterlark.aws.body-memory must be at least meterlark.aws.largest-body (%s), was: %s"
                            .formatted(largestBody, bodyMemory));
        }
    }
}
