package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;

class AccountPropertiesTests {

    @Test
    void defaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new AccountProperties(
                                SignUpMode.OPEN,
                                10,
                                1000,
                                200,
                                5,
                                200,
                                10,
                                Duration.ofDays(7),
                                Duration.ofHours(1),
                                100,
                                100,
                                Duration.ofMinutes(15),
                                20,
                                100,
                                60,
                                4,
                                "meterlark@localhost"));
    }

    @Test
    void mapping() {
        AccountProperties properties =
                bound(
                        Map.ofEntries(
                                Map.entry("meterlark.account.sign-up", "closed"),
                                Map.entry("meterlark.account.sign-ups-per-address", "1"),
                                Map.entry("meterlark.account.sign-ups-from-loopback", "2"),
                                Map.entry("meterlark.account.sign-ups-per-hour", "3"),
                                Map.entry("meterlark.account.resets-per-address", "4"),
                                Map.entry("meterlark.account.invitations-per-account", "13"),
                                Map.entry("meterlark.account.invitations-per-email", "14"),
                                Map.entry("meterlark.account.invitation-life", "5h"),
                                Map.entry("meterlark.account.password-reset-life", "6m"),
                                Map.entry("meterlark.account.members-per-account", "7"),
                                Map.entry("meterlark.account.api-keys-per-account", "8"),
                                Map.entry("meterlark.account.sign-in-link-life", "9m"),
                                Map.entry("meterlark.account.passkeys-per-person", "11"),
                                Map.entry("meterlark.account.sessions-per-person", "12"),
                                Map.entry("meterlark.account.sign-in-records-per-hour", "9"),
                                Map.entry("meterlark.account.password-hashes-at-once", "10"),
                                Map.entry("meterlark.account.mail-from", "a@b.example")));

        assertThat(properties)
                .isEqualTo(
                        new AccountProperties(
                                SignUpMode.CLOSED,
                                1,
                                2,
                                3,
                                4,
                                13,
                                14,
                                Duration.ofHours(5),
                                Duration.ofMinutes(6),
                                7,
                                8,
                                Duration.ofMinutes(9),
                                11,
                                12,
                                9,
                                10,
                                "a@b.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "sign-ups-per-address, 0",
        "sign-ups-from-loopback, 0",
        "sign-ups-per-hour, -1",
        "resets-per-address, 0",
        "invitations-per-account, 0",
        "invitations-per-email, 0",
        "invitation-life, 91d",
        "invitation-life, 1s",
        "password-reset-life, 25h",
        "members-per-account, 0",
        "api-keys-per-account, 0",
        "sign-in-link-life, 25h",
        "passkeys-per-person, 0",
        "sessions-per-person, 0",
        "sign-in-records-per-hour, 0",
        "password-hashes-at-once, 0",
        "mail-from, nobody"
    })
    void rejections(String key, String value) {
        assertThatThrownBy(() -> bound(Map.of("meterlark.account." + key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.account." + key)
                .hasMessageContaining("was: ");
    }

    private static AccountProperties bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.account", AccountProperties.class);
    }
}
