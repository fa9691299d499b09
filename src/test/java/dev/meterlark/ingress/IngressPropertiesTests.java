package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

class IngressPropertiesTests {

    @Test
    void defaultsServeThisMachine() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new IngressProperties(
                                8090,
                                InetAddress.ofLiteral("127.0.0.1"),
                                "fn.localhost",
                                1,
                                DataSize.ofKilobytes(16),
                                10_000,
                                1_000,
                                100,
                                DataSize.ofMegabytes(128),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                DataSize.ofKilobytes(1),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60)));
    }

    @Test
    void everyKeyIsMapped() {
        assertThat(
                        bind(
                                Map.ofEntries(
                                        Map.entry("meterlark.ingress.port", "1"),
                                        Map.entry("meterlark.ingress.address", "::1"),
                                        Map.entry("meterlark.ingress.domain", "fn.example.org"),
                                        Map.entry("meterlark.ingress.threads", "2"),
                                        Map.entry("meterlark.ingress.max-header", "32KB"),
                                        Map.entry("meterlark.ingress.max-connections", "4"),
                                        Map.entry(
                                                "meterlark.ingress.max-connections-per-address",
                                                "3"),
                                        Map.entry("meterlark.ingress.max-streams", "5"),
                                        Map.entry("meterlark.ingress.max-answer-memory", "8MB"),
                                        Map.entry("meterlark.ingress.header-timeout", "6s"),
                                        Map.entry("meterlark.ingress.body-timeout", "7s"),
                                        Map.entry("meterlark.ingress.least-rate", "8B"),
                                        Map.entry("meterlark.ingress.write-timeout", "9s"),
                                        Map.entry("meterlark.ingress.idle-timeout", "10s"))))
                .isEqualTo(
                        new IngressProperties(
                                1,
                                InetAddress.ofLiteral("::1"),
                                "fn.example.org",
                                2,
                                DataSize.ofKilobytes(32),
                                4,
                                3,
                                5,
                                DataSize.ofMegabytes(8),
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(7),
                                DataSize.ofBytes(8),
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "port, -1",
        "port, 65536",
        "threads, 0",
        "threads, 65",
        "max-connections, 0",
        "max-connections-per-address, 0",
        "max-connections-per-address, 10001",
        "max-streams, 0",
        "max-header, 9KB",
        "max-header, 65KB",
        "max-answer-memory, 1MB",
        "least-rate, 0B",
        "header-timeout, 0s",
        "body-timeout, 0s",
        "write-timeout, 0s",
        "idle-timeout, -1s",
        "domain, Localhost",
        "domain, localhost",
        "domain, fn.example.org:80",
        "domain, -a.example",
        "domain, a..b"
    })
    void whatCannotBeIsRefusedWithKeyAndValue(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of("meterlark.ingress." + key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.ingress." + key)
                .hasMessageContaining(
                        value.startsWith("-1s")
                                ? "PT-1S"
                                : value.replace("0s", "PT0S").replaceAll("KB|MB", ""));
    }

    private static IngressProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("meterlark.ingress", IngressProperties.class);
    }
}
