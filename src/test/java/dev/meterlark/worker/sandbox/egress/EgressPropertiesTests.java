package dev.meterlark.worker.sandbox.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class EgressPropertiesTests {

    private static final String ID = "0190a8a0-0000-7000-8000-000000000001";

    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new EgressProperties(
                                false,
                                2,
                                256,
                                1024,
                                4096,
                                100,
                                200,
                                100,
                                DataSize.ofMegabytes(64),
                                DataSize.ofGigabytes(1),
                                DataSize.ofGigabytes(100),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(5),
                                List.of(),
                                List.of()));
    }

    @Test
    void mapping() {
        Map<String, String> values = new HashMap<>();
        values.put("ipv6", "true");
        values.put("threads", "3");
        values.put("connections", "4");
        values.put("connections-per-account", "5");
        values.put("connections-of-node", "6");
        values.put("connects-per-second", "7");
        values.put("connects-per-second-of-account", "8");
        values.put("names-per-second", "9");
        values.put("bytes-per-second", "1MB");
        values.put("bytes-per-call", "2MB");
        values.put("bytes-per-sandbox", "3MB");
        values.put("connect-timeout", "11s");
        values.put("idle-timeout", "12s");
        values.put("refused", "203.0.113.0/24,2001:db8::/32");
        values.put("allowed[0]", ID + " 10.0.0.1 5432");

        EgressProperties read = bind(values);

        assertThat(read)
                .isEqualTo(
                        new EgressProperties(
                                true,
                                3,
                                4,
                                5,
                                6,
                                7,
                                8,
                                9,
                                DataSize.ofMegabytes(1),
                                DataSize.ofMegabytes(2),
                                DataSize.ofMegabytes(3),
                                Duration.ofSeconds(11),
                                Duration.ofSeconds(12),
                                List.of("203.0.113.0/24", "2001:db8::/32"),
                                List.of(ID + " 10.0.0.1 5432")));
        assertThat(read.refusedNetworks()).hasSize(2);
        assertThat(read.allowedToAccounts()).containsExactly(Allowed.parse(ID + " 10.0.0.1 5432"));
    }

    @ParameterizedTest
    @CsvSource({
        "threads, 0",
        "threads, 65",
        "connections, 0",
        "connections, 10001",
        "connections-per-account, 0",
        "connections-of-node, 100001",
        "connects-per-second, 0",
        "connects-per-second-of-account, 10001",
        "names-per-second, 0",
        "bytes-per-second, 1KB",
        "bytes-per-call, 1KB",
        "bytes-per-sandbox, 1KB",
        "connect-timeout, 0s",
        "connect-timeout, 121s",
        "idle-timeout, 0s",
        "idle-timeout, 86401s"
    })
    void whatIsOutOfRangeIsRefusedWithKeyAndValue(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.sandbox.egress." + key + " must be")
                .hasMessageContaining("was: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refused | 10.0.0.0/33             | bits",
                "refused | 10.0.0.0/x              | not a network",
                "refused | example.com             | example.com",
                "allowed | 10.0.0.1 5432           | an account's id",
                "allowed | nobody 10.0.0.1 5432    | nobody",
                "allowed | %s 10.0.0.1 0           | ports are 1 to 65535",
                "allowed | %s 10.0.0.1 70000       | ports are 1 to 65535",
                "allowed | %s 10.0.0.1 20-10       | ports are 1 to 65535",
                "allowed | %s 10.0.0.1 http        | not a port",
                "allowed | %s 127.0.0.1 5432       | no account may reach",
                "allowed | %s ::1 5432             | no account may reach",
                "allowed | %s 169.254.169.254 80   | no account may reach",
                "allowed | %s fd00:ec2::/32 80     | no account may reach",
                "allowed | %s 0.0.0.0/0 80         | no account may reach",
                "allowed | %s ::/0 80              | no account may reach"
            })
    void whatIsNoNetworkOrNoneToAllowIsRefusedWithItsText(String key, String text, String why) {
        String value = text.formatted(ID);

        assertThatThrownBy(() -> bind(Map.of(key + "[0]", value)))
                .hasStackTraceContaining("meterlark.sandbox.egress." + key)
                .hasStackTraceContaining(value)
                .hasStackTraceContaining(why);
    }

    private static EgressProperties bind(Map<String, String> values) {
        Map<String, String> whole = new HashMap<>();
        values.forEach((key, value) -> whole.put("meterlark.sandbox.egress." + key, value));
        return new Binder(new MapConfigurationPropertySource(whole))
                .bindOrCreate("meterlark.sandbox.egress", EgressProperties.class);
    }
}
