package dev.meterlark.telemetry.traces;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * @param endpoint where an OTLP receiver takes traces over HTTP, {@code /v1/traces} as a rule;
 *     without one no traces are made
 * @param headers sent with each request, a token say
 * @param share of the calls whose callers say nothing of it that are traced
 * @param queue attempts waiting to be sent; when it is full, further ones are dropped
 * @param batch attempts of one request
 * @param every how long a batch waits to become full
 * @param timeout of one request
 */
@ConfigurationProperties("meterlark.telemetry.traces")
record TraceProperties(
        @Nullable URI endpoint,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("1.0") double share,
        @DefaultValue("4096") int queue,
        @DefaultValue("256") int batch,
        @DefaultValue("2s") Duration every,
        @DefaultValue("10s") Duration timeout) {

    TraceProperties {
        headers = Map.copyOf(headers);
        if (endpoint != null && !isHttp(endpoint)) {
            throw refused("endpoint", "be an http or https address", endpoint);
        }
        if (!(share >= 0 && share <= 1)) {
            throw refused("share", "be between 0 and 1", share);
        }
        if (queue < 1) {
            throw refused("queue", "be at least 1", queue);
        }
        if (batch < 1 || batch > queue) {
            throw refused("batch", "be between 1 and queue, which is " + queue, batch);
        }
        if (!every.isPositive()) {
            throw refused("every", "be longer than 0", every);
        }
        if (!timeout.isPositive()) {
            throw refused("timeout", "be longer than 0", timeout);
        }
    }

    private static boolean isHttp(URI endpoint) {
        return endpoint.getHost() != null
                && ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()));
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.telemetry.traces.%s must %s, was: %s".formatted(key, rule, value));
    }
}
