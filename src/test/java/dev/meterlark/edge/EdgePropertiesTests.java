package dev.meterlark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.util.unit.DataSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

class EdgePropertiesTests {

    @Test
    void defaults() {
        assertThat(edge(Map.of()))
                .isEqualTo(
                        new EdgeProperties(
                                Set.of(),
                                Set.of(),
                                null,
                                DataSize.ofMegabytes(8),
                                false,
                                new EdgeProperties.Tls(null, null)));
        assertThat(bound("meterlark.api-rate", ApiRateProperties.class, Map.of()))
                .isEqualTo(new ApiRateProperties(10_000, 20_000, 20, 200, 1_000, 2_000));
        assertThat(bound("meterlark.aws", AwsProperties.class, Map.of()))
                .isEqualTo(new AwsProperties(DataSize.ofMegabytes(8), DataSize.ofMegabytes(128)));
        assertThat(bound("meterlark.sign-in", SignInProperties.class, Map.of()))
                .isEqualTo(new SignInProperties(10, 60, 600));
        assertThat(bound("meterlark.session", SessionProperties.class, Map.of()))
                .isEqualTo(
                        new SessionProperties(
                                Duration.ofHours(2), Duration.ofHours(24), Duration.ofMinutes(15)));
        assertThat(bound("meterlark.idempotency", IdempotencyProperties.class, Map.of()))
                .isEqualTo(
                        new IdempotencyProperties(
                                Duration.ofHours(24),
                                Duration.ofMinutes(20),
                                DataSize.ofMegabytes(8),
                                DataSize.ofMegabytes(8)));
    }

    @Test
    void mapping() {
        assertThat(
                        edge(
                                Map.of(
                                        "meterlark.hosts", "a.example,b.example",
                                        "meterlark.trusted-proxies", "10.0.0.0/8",
                                        "meterlark.console-url", "https://c.example",
                                        "meterlark.max-body", "2MB",
                                        "meterlark.insecure-http", "true",
                                        "meterlark.tls.certificate", "c.pem",
                                        "meterlark.tls.key", "k.pem")))
                .isEqualTo(
                        new EdgeProperties(
                                Set.of("a.example", "b.example"),
                                Set.of("10.0.0.0/8"),
                                "https://c.example",
                                DataSize.ofMegabytes(2),
                                true,
                                new EdgeProperties.Tls(Path.of("c.pem"), Path.of("k.pem"))));
        assertThat(
                        bound(
                                "meterlark.api-rate",
                                ApiRateProperties.class,
                                Map.of(
                                        "meterlark.api-rate.per-second", "1",
                                        "meterlark.api-rate.burst", "2",
                                        "meterlark.api-rate.anonymous-per-second", "3",
                                        "meterlark.api-rate.anonymous-burst", "4",
                                        "meterlark.api-rate.function-per-second", "5",
                                        "meterlark.api-rate.function-burst", "6")))
                .isEqualTo(new ApiRateProperties(1, 2, 3, 4, 5, 6));
        assertThat(
                        bound(
                                "meterlark.aws",
                                AwsProperties.class,
                                Map.of(
                                        "meterlark.aws.largest-body", "1MB",
                                        "meterlark.aws.body-memory", "2MB")))
                .isEqualTo(new AwsProperties(DataSize.ofMegabytes(1), DataSize.ofMegabytes(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "meterlark.hosts, https://a.example",
        "meterlark.hosts, a.example:8080",
        "meterlark.trusted-proxies, nobody",
        "meterlark.console-url, localhost",
        "meterlark.console-url, https://a.example/path",
        "meterlark.max-body, 1B",
        "meterlark.tls.certificate, c.pem",
        "meterlark.api-rate.per-second, 0",
        "meterlark.api-rate.burst, 9999",
        "meterlark.api-rate.anonymous-per-second, 0",
        "meterlark.api-rate.anonymous-burst, 19",
        "meterlark.api-rate.function-per-second, 0",
        "meterlark.aws.largest-body, 1B",
        "meterlark.aws.body-memory, 7340032B",
        "meterlark.api-rate.function-burst, 999",
        "meterlark.sign-in.per-person-and-address, 0",
        "meterlark.sign-in.per-address, 0",
        "meterlark.sign-in.global, 0",
        "meterlark.session.idle, 59s",
        "meterlark.session.longest, 1h",
        "meterlark.session.confirmation-holds, 25h",
        "meterlark.idempotency.longest-request, 59s",
        "meterlark.idempotency.kept, 19m",
        "meterlark.idempotency.largest-body, 0B",
        "meterlark.idempotency.largest-answer, 2GB"
    })
    void rejections(String key, String value) {
        assertThatThrownBy(() -> all(Map.of(key, value)))
                .hasStackTraceContaining(key)
                .hasStackTraceContaining(shown(key, value));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, http://localhost:8080",
                "console.example, -, -, http://console.example:8080",
                "-, 10.0.0.1, -, https://localhost",
                "console.example, 10.0.0.1, https://c.example, https://c.example"
            })
    void linksLeadToWhereTheConsoleIs(
            @Nullable String host,
            @Nullable String proxy,
            @Nullable String given,
            String expected) {
        Map<String, String> settings = new TreeMap<>();
        if (host != null) {
            settings.put("meterlark.hosts", host);
        }
        if (proxy != null) {
            settings.put("meterlark.trusted-proxies", proxy);
        }
        if (given != null) {
            settings.put("meterlark.console-url", given);
        }

        assertThat(ConsoleAddress.of(edge(settings), new ServerProperties()).url())
                .isEqualTo(expected);
    }

    /** Durations and sizes are shown as they were understood. */
    private static String shown(String key, String value) {
        return key.contains("session") || key.contains("idempotency") || key.endsWith("max-body")
                ? "was: "
                : value;
    }

    private static void all(Map<String, String> settings) {
        edge(settings);
        bound("meterlark.api-rate", ApiRateProperties.class, settings);
        bound("meterlark.aws", AwsProperties.class, settings);
        bound("meterlark.sign-in", SignInProperties.class, settings);
        bound("meterlark.session", SessionProperties.class, settings);
        bound("meterlark.idempotency", IdempotencyProperties.class, settings);
    }

    private static EdgeProperties edge(Map<String, String> settings) {
        return bound("meterlark", EdgeProperties.class, settings);
    }

    private static <P> P bound(String prefix, Class<P> type, Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(prefix, type);
    }
}
