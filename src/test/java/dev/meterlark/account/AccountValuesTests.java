package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

import java.time.Instant;

class AccountValuesTests {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @EnumSource
    void aClosedAccountStaysClosed(AccountState next) {
        assertThat(AccountState.CLOSED.mayBecome(next)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void noStateBecomesItself(AccountState state) {
        assertThat(state.mayBecome(state)).isFalse();
    }

    @Test
    void theOperatorsAccountStaysOpenAndItsOwnerOperates() {
        Account account = account();
        assertThat(account.permissionsOf(Role.OWNER)).doesNotContain(Permission.OPERATE);

        account.becomeOperators();

        assertThat(account.permissionsOf(Role.OWNER)).contains(Permission.OPERATE);
        assertThat(account.permissionsOf(Role.DEVELOPER)).doesNotContain(Permission.OPERATE);
        assertThatThrownBy(() -> account.become(AccountState.SUSPENDED))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-at",
                "@x.org",
                "a@",
                "a b@x.org",
                "a@x..org",
                "a@-x.org",
                "ä@x.org",
                "a@x.org\r\nBcc: b@x.org",
                "a..b@x.org"
            })
    void whatIsNoEmailAddressIsRefused(String text) {
        assertThatThrownBy(() -> EmailAddress.parse(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("must look like name@example.com")
                .hasMessageNotContaining("\n");
    }

    @Test
    void eMailAddressesAreComparedWithoutCase() {
        assertThat(EmailAddress.parse(" Ada@Example.COM ").value()).isEqualTo("ada@example.com");
    }

    @Test
    void anEmailAddressHasAtMost254Characters() {
        assertThatThrownBy(() -> EmailAddress.parse("a".repeat(250) + "@x.org"))
                .hasMessageContaining("at most 254");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u202eb", "a\u0000b", "a\nb", "a\u200bb"})
    void namesThatLieToTheEyeAreRefused(String name) {
        assertThatThrownBy(() -> Text.name("name", name))
                .hasMessageContaining("name must have printable characters only, was: a?b");
    }

    @Test
    void accountNumbersHaveTwelveDigits() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(AccountNumber.random()).matches("[1-9][0-9]{11}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "127.8.9.10"})
    void aRequestFromLoopbackIsFromThisMachine(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(address);

        assertThat(Origin.of(request).thisMachine()).isTrue();
    }

    @Test
    void aProxyThatNobodyTrustsIsNotThisMachine() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr("127.0.0.1");
        request.addHeader("X-Forwarded-For", "203.0.113.9");

        assertThat(Origin.of(request).thisMachine()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "localhost", "", "10.0.0.1"})
    void everythingElseIsAnotherMachine(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(address);

        assertThat(Origin.of(request).thisMachine()).isFalse();
    }

    @Test
    void anIpv6ClientCountsByItsNetwork() {
        assertThat(HourlyLimit.keyOf("2001:db8::1")).isEqualTo(HourlyLimit.keyOf("2001:db8::ffff"));
        assertThat(HourlyLimit.keyOf("2001:db8::1"))
                .isNotEqualTo(HourlyLimit.keyOf("2001:db8:0:1::1"));
    }

    @Test
    void anHourlyLimitHoldsPerKey() {
        HourlyLimit limit = new HourlyLimit(2);
        limit.take("a", "tries");
        limit.take("a", "tries");

        assertThat(limit.tryTake("b")).isTrue();
        assertThatThrownBy(() -> limit.take("a", "tries"))
                .hasMessageContaining("more than 2 tries in an hour")
                .satisfies(e -> assertThat(((RefusedException) e).retryAfter()).isPositive());
    }

    @Test
    void aCursorComesBackAndAForeignTextIsRefused() {
        Cursor cursor = new Cursor(NOW, "7");

        assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
        assertThatThrownBy(() -> Cursor.parse("%%%")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Cursor.parse("aGVsbG8")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Cursor.limit(101)).hasMessageContaining("was: 101");
    }

    private static Account account() {
        AccountIdentity identity =
                new AccountIdentity(AccountId.random(), "Acme", "acme", "123456789012");
        return new Account(identity, AccountLimits.DEFAULT, NOW);
    }
}
