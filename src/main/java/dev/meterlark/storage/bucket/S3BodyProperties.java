package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where the bytes of objects lie, when not in the data folder: in one bucket of any S3. Moving what
 * is there already is the operator's.
 *
 * @param bucket that holds them; empty for the data folder
 * @param prefix of all keys in it
 * @param endpoint where that S3 is; null for AWS's own of the region
 * @param region that requests are signed for
 * @param accessKey id of the key that may read, write and delete there
 * @param secretKey its secret
 * @param pathStyle whether the bucket is named in the path instead of the host
 * @param timeout of connecting, and of each wait for bytes
 */
@ConfigurationProperties("meterlark.storage.buckets.s3")
record S3BodyProperties(
        @DefaultValue("") String bucket,
        @DefaultValue("objects/") String prefix,
        @Nullable URI endpoint,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("") String accessKey,
        @DefaultValue("") String secretKey,
        @DefaultValue("true") boolean pathStyle,
        @DefaultValue("30s") Duration timeout) {

    private static final int LONGEST_PREFIX = 200;
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9_.=-]+/)*");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    S3BodyProperties {
        if (!PREFIX.matcher(prefix).matches() || prefix.length() > LONGEST_PREFIX) {
            throw refused("prefix", "be empty, or names with a slash behind each", prefix);
        }
        if (endpoint != null && !isAddress(endpoint)) {
            throw refused("endpoint", "be an address as in https://s3.example.com", endpoint);
        }
        if (!REGION.matcher(region).matches()) {
            throw refused("region", "be a name as in eu-central-1", region);
        }
        if (!timeout.isPositive()) {
            throw refused("timeout", "be longer than 0", timeout);
        }
        if (!bucket.isEmpty() && accessKey.isEmpty()) {
            throw refused("access-key", "be there with a bucket", "missing");
        }
        if (!bucket.isEmpty() && secretKey.isEmpty()) {
            throw refused("secret-key", "be there with a bucket", "missing");
        }
    }

    boolean isUsed() {
        return !bucket.isEmpty();
    }

    private static boolean isAddress(URI address) {
        String scheme = address.getScheme();
        return ("https".equals(scheme) || "http".equals(scheme))
                && address.getHost() != null
                && address.getUserInfo() == null
                && address.getQuery() == null;
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.storage.buckets.s3.%s must %s, was: %s".formatted(key, rule, value));
    }

    /** Without the secret: it may be logged. */
    @Override
    public String toString() {
        return "S3BodyProperties[bucket=%s, prefix=%s, endpoint=%s, region=%s]"
                .formatted(bucket, prefix, endpoint, region);
    }
}
