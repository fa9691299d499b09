package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTests {

    private static final EmailAddress EMAIL = EmailAddress.parse("Ada.Lovelace@example.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plover vex quilt",
                "Tr0ub4dor&3x",
                "短い が 良い 合言葉",
                "summer rain over the old harbour"
            })
    void unguessedOnesAreTaken(String password) {
        assertThat(PasswordRules.check(password, EMAIL, "Acme")).isEqualTo(password);
    }

    @Test
    void theLongestIsTaken() {
        String password = "plover vex ".repeat(24).substring(0, 256);

        assertThat(PasswordRules.check(password, EMAIL, "Acme")).isEqualTo(password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "Password1",
                "P4ssw0rd2024!",
                "12345678",
                "qwertyuiop",
                "aaaaaaaaaaaa",
                "abcabcabcabcabcabc",
                "Summer2026!",
                "letmein123",
                "correcthorsebatterystaple"
            })
    void thoseGuessedFirstAreRefused(String password) {
        assertThatThrownBy(() -> PasswordRules.check(password, EMAIL, "Acme"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("guessed first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada.lovelace@example.com", "ada.lovelace", "Analytical Engines"})
    void eMailAndNameAreRefused(String password) {
        assertThatThrownBy(() -> PasswordRules.check(password, EMAIL, "Analytical Engines"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("your e-mail address or name");
    }

    @Test
    void lengthIsBoundedOnBothSides() {
        assertThatThrownBy(() -> PasswordRules.check("plover7", EMAIL, "Acme"))
                .hasMessageContaining("from 8 to 256 characters")
                .hasMessageContaining("had 7");
        assertThatThrownBy(() -> PasswordRules.check("plover vex!".repeat(24), EMAIL, "Acme"))
                .hasMessageContaining("had 264");
        assertThatThrownBy(() -> PasswordRules.check(null, EMAIL, "Acme"))
                .hasMessageContaining("password is missing");
    }

    @Test
    void aRefusalNeverRepeatsThePassword() {
        assertThatThrownBy(() -> PasswordRules.check("Summer2026!", EMAIL, "Acme"))
                .hasMessageNotContaining("Summer");
    }
}
