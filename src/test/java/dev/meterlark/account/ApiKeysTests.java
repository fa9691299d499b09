package dev.meterlark.account;

import static dev.meterlark.account.Refusals.refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.ManualClock;
import dev.meterlark.account.People.Owner;
import dev.meterlark.edge.Credentials;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.edge.SigningCaller;
import dev.meterlark.platform.Vault;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.Role;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

@AccountTest
class ApiKeysTests {

    private static final List<String> TABLES =
            List.of(
                    "account",
                    "person",
                    "membership",
                    "api_key",
                    "invitation",
                    "sign_up_invitation",
                    "password_reset",
                    "audit_record",
                    "installation");

    @Autowired People people;
    @Autowired Members members;
    @Autowired ApiKeys keys;
    @Autowired Passwords passwords;
    @Autowired LastUses lastUses;
    @Autowired Credentials credentials;
    @Autowired Vault vault;
    @Autowired ManualClock clock;
    @Autowired JdbcTemplate database;

    @Test
    void theFirstKeyIsBearerTokenAndHoldsTheOwnersScopes() {
        Owner owner = people.owner();

        Caller caller = credentials.byToken(owner.signedUp().apiKey().token()).orElseThrow();

        assertThat(caller.permissions()).isEqualTo(Role.OWNER.permissions());
        assertThat(caller.account()).isEqualTo(owner.signedUp().account().id());
        assertThat(caller.accountNumber()).matches("[0-9]{12}");
        assertThat(caller.slug()).startsWith("acme");
    }

    @Test
    void theSealedSecretOpensForItsOwnKeyOnly() {
        NewApiKey key = people.owner().signedUp().apiKey();
        byte[] sealed =
                database.queryForList(
                                "select sealed_secret from api_key where id = ?",
                                byte[].class,
                                key.id())
                        .getFirst();

        assertThat(vault.open(sealed, MakingKey.context(key.id())))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(key.secret());
        assertThatThrownBy(() -> vault.open(sealed, MakingKey.context("MLAKOTHER")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRevokedKeyIsDeadOnTheNextRequest() {
        Owner owner = people.owner();
        Caller caller = people.caller(owner);
        String token = owner.signedUp().apiKey().token();
        assertThat(credentials.byToken(token)).isPresent();

        keys.revoke(caller, owner.signedUp().apiKey().id());

        assertThat(credentials.byToken(token)).isEmpty();
    }

    @Test
    void aKeySignsAsLongAsItIsGoodAsATokenAndIsKnownAtOnceFromTheSecondTimeOn() {
        Owner owner = people.owner();
        NewApiKey key = owner.signedUp().apiKey();
        assertThat(credentials.bySigningKeyAtOnce(key.id())).isEmpty();
        assertThat(credentials.byTokenAtOnce(key.token())).isEmpty();

        SigningCaller signer = credentials.bySigningKey(key.id()).orElseThrow();

        assertThat(signer.secret()).asString(StandardCharsets.US_ASCII).isEqualTo(key.secret());
        assertThat(signer.toString()).doesNotContain(key.secret());
        assertThat(credentials.bySigningKeyAtOnce(key.id()))
                .map(SigningCaller::caller)
                .contains(signer.caller());
        assertThat(credentials.byTokenAtOnce(key.token())).contains(signer.caller());
        assertThat(credentials.bySigningKey("MLAKNOSUCHKEY")).isEmpty();

        keys.revoke(people.caller(owner), key.id());
        assertThat(credentials.bySigningKeyAtOnce(key.id())).isEmpty();
        assertThat(credentials.byTokenAtOnce(key.token())).isEmpty();
        assertThat(credentials.bySigningKey(key.id())).isEmpty();
    }

    @Test
    void aKeyEndsAheadAndWithinWhatDatabasesTake() {
        Caller caller = people.caller(people.owner());
        for (String end : List.of("2001-01-01T00:00:00Z", "+5000000-01-01T00:00:00Z")) {
            String said =
                    refused(
                            ErrorCode.REQUEST_INVALID,
                            () -> keys.make(caller, "odd", null, Instant.parse(end)));
            assertThat(said).contains(end);
        }
    }

    @Test
    void anExpiredKeyIsDead() {
        Caller caller = people.caller(people.owner());
        NewApiKey key =
                keys.make(caller, "short", null, clock.instant().plus(Duration.ofMinutes(1)));
        assertThat(credentials.byToken(key.token())).isPresent();

        clock.forward(Duration.ofMinutes(1));

        assertThat(credentials.byToken(key.token())).isEmpty();
    }

    @Test
    void aKeyHoldsNoScopeThatItsMakerLacks() {
        Caller caller = people.caller(people.owner());
        NewApiKey narrow =
                keys.make(caller, "narrow", List.of("keys:manage", "account:read"), null);
        Caller narrowed = credentials.byToken(narrow.token()).orElseThrow();
        assertThat(narrowed.permissions())
                .isEqualTo(Set.of(Permission.KEYS_MANAGE, Permission.ACCOUNT_READ));

        refused(
                ErrorCode.REQUEST_INVALID,
                () -> keys.make(narrowed, "wide", List.of("functions:write"), null));
        refused(
                ErrorCode.REQUEST_INVALID,
                () -> keys.make(caller, "operate", List.of("operate"), null));
        NewApiKey second = keys.make(narrowed, "second", null, null);
        assertThat(credentials.byToken(second.token()).orElseThrow().permissions())
                .isEqualTo(narrowed.permissions());
    }

    @Test
    void aNarrowKeyCannotInviteOrMakeAnOwner() {
        Owner owner = people.owner();
        SignedIn viewer = people.member(owner, "viewer");
        NewApiKey key = keys.make(people.caller(owner), "inviter", List.of("members:manage"), null);
        Caller narrow = credentials.byToken(key.token()).orElseThrow();

        refused(ErrorCode.FORBIDDEN, () -> members.invite(narrow, People.newEmail(), "owner"));
        refused(ErrorCode.FORBIDDEN, () -> members.changeRole(narrow, viewer.person(), "owner"));
        refused(
                ErrorCode.FORBIDDEN,
                () -> members.remove(narrow, owner.signedUp().owner().person()));
    }

    @Test
    void aKeyShrinksWithTheRoleOfItsMakerAndDiesWithTheMembership() {
        Owner owner = people.owner();
        SignedIn second = people.member(owner, "owner");
        NewApiKey key = keys.make(people.caller(second), "second's", null, null);
        assertThat(credentials.byToken(key.token()).orElseThrow().permissions())
                .contains(Permission.MEMBERS_MANAGE);

        members.changeRole(people.caller(owner), second.person(), "viewer");
        assertThat(credentials.byToken(key.token()).orElseThrow().permissions())
                .isEqualTo(Role.VIEWER.permissions());

        members.remove(people.caller(owner), second.person());
        assertThat(credentials.byToken(key.token())).isEmpty();
        assertThat(credentials.ofPerson(second, null)).isEmpty();
    }

    @Test
    void theDatabaseHoldsNoUsableSecret() {
        Owner owner = people.owner();
        Caller caller = people.caller(owner);
        String invitation =
                People.link(members.invite(caller, People.newEmail(), "viewer")).token();
        String reset = passwords.issueReset(caller, owner.email()).token();

        String dump = dump();

        NewApiKey key = owner.signedUp().apiKey();
        assertThat(dump)
                .contains(key.id(), "$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain(key.secret(), key.token(), invitation, reset, People.PASSWORD)
                .doesNotContainIgnoringCase(hex(key.secret()))
                .doesNotContainIgnoringCase(hex(invitation));
    }

    @Test
    void theLastUseOfAKeyIsWrittenLater() {
        Owner owner = people.owner();
        Caller caller = people.caller(owner);
        credentials.byToken(owner.signedUp().apiKey().token());
        clock.forward(Duration.ofSeconds(1));
        credentials.byToken(owner.signedUp().apiKey().token());

        lastUses.write();

        assertThat(keys.list(caller, null, null).items().getFirst().lastUsedAt())
                .isEqualTo(clock.instant());
    }

    @Test
    void keysAreListedInStretches() {
        Caller caller = people.caller(people.owner());
        for (int i = 0; i < 4; i++) {
            keys.make(caller, "key " + i, null, null);
        }

        Page<ApiKeyView> first = keys.list(caller, null, 3);
        Page<ApiKeyView> second = keys.list(caller, first.nextCursor(), 3);

        assertThat(first.items()).hasSize(3);
        assertThat(second.items()).hasSize(2);
        assertThat(second.nextCursor()).isNull();
        assertThat(first.items()).doesNotContainAnyElementsOf(second.items());
    }

    /** Every column of every table of the module, bytes in hexadecimal. */
    private String dump() {
        StringBuilder dump = new StringBuilder();
        for (String table : TABLES) {
            for (Map<String, Object> row : database.queryForList("select * from " + table)) {
                row.values()
                        .forEach(
                                v ->
                                        dump.append(
                                                        v instanceof byte[] bytes
                                                                ? HexFormat.of().formatHex(bytes)
                                                                : v)
                                                .append('\n'));
            }
        }
        return dump.toString();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
