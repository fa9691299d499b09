package dev.meterlark.account;

import static dev.meterlark.account.Refusals.refused;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.ManualClock;
import dev.meterlark.account.People.Owner;
import dev.meterlark.edge.Credentials;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.Role;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

@AccountTest
class AccountStoryTests {

    @Autowired People people;
    @Autowired SigningUp signingUp;
    @Autowired Members members;
    @Autowired Joining joining;
    @Autowired ApiKeys keys;
    @Autowired Passwords passwords;
    @Autowired Accounts accounts;
    @Autowired AuditLog audit;
    @Autowired Credentials credentials;
    @Autowired ManualClock clock;
    @Autowired TransactionTemplate transaction;

    @Test
    void theLastOwnerStays() {
        Owner owner = people.owner();
        Caller caller = people.caller(owner);
        PersonId person = owner.signedUp().owner().person();

        refused(ErrorCode.CONFLICT, () -> members.remove(caller, person));
        refused(ErrorCode.CONFLICT, () -> members.changeRole(caller, person, "viewer"));

        SignedIn second = people.member(owner, "owner");
        members.changeRole(people.caller(second), person, "viewer");
        assertThat(people.caller(owner).permissions()).isEqualTo(Role.VIEWER.permissions());
        refused(ErrorCode.CONFLICT, () -> members.remove(people.caller(second), second.person()));
    }

    @Test
    void anInvitationIsGoodOnceAndNeedsThePersonsOwnPassword() {
        Owner host = people.owner();
        Owner guest = people.owner();
        Invited invited = members.invite(people.caller(host), guest.email(), "developer");
        String token = People.link(invited).token();
        assertThat(joining.offer(token).orElseThrow().signedUp()).isTrue();

        refused(ErrorCode.UNAUTHENTICATED, () -> joining.accept(token, "not the password"));
        Joined joined = joining.accept(token, People.PASSWORD);

        assertThat(joined.person()).isEqualTo(guest.signedUp().owner());
        assertThat(accounts.of(joined.person().person())).hasSize(2);
        refused(ErrorCode.LINK_DEAD, () -> joining.accept(token, People.PASSWORD));
        assertThat(joining.offer(token)).isEmpty();
        assertThat(credentials.ofPerson(joined.person(), joined.account().id()))
                .map(Caller::permissions)
                .contains(Role.DEVELOPER.permissions());
    }

    @Test
    void anInvitationIsForItsAddressAndForItsTime() {
        Owner host = people.owner();
        Owner other = people.owner();
        Caller caller = people.caller(host);
        String email = People.newEmail();
        String replaced = People.link(members.invite(caller, email, "viewer")).token();
        String token = People.link(members.invite(caller, email, "viewer")).token();

        refused(ErrorCode.LINK_DEAD, () -> joining.accept(replaced, People.PASSWORD));
        refused(ErrorCode.FORBIDDEN, () -> joining.accept(token, other.signedUp().owner()));
        clock.forward(Duration.ofDays(7));
        refused(ErrorCode.LINK_DEAD, () -> joining.accept(token, People.PASSWORD));
    }

    @Test
    void anotherAccountsThingsAreNotThere() {
        Owner victim = people.owner();
        Caller stranger = people.caller(people.owner());
        String key = victim.signedUp().apiKey().id();
        PersonId person = victim.signedUp().owner().person();
        InvitationView invitation =
                members.invite(people.caller(victim), People.newEmail(), "viewer").invitation();

        assertThat(refused(ErrorCode.NOT_FOUND, () -> keys.revoke(stranger, key)))
                .isEqualTo(refused(ErrorCode.NOT_FOUND, () -> keys.revoke(stranger, "MLAKNONE")));
        assertThat(refused(ErrorCode.NOT_FOUND, () -> members.remove(stranger, person)))
                .isEqualTo(
                        refused(
                                ErrorCode.NOT_FOUND,
                                () -> members.remove(stranger, PersonId.random())));
        refused(ErrorCode.NOT_FOUND, () -> members.changeRole(stranger, person, "viewer"));
        refused(ErrorCode.NOT_FOUND, () -> members.withdrawInvitation(stranger, invitation.id()));
        assertThat(credentials.byToken(victim.signedUp().apiKey().token())).isPresent();
    }

    @Test
    void signInNeedsThePasswordAndIgnoresTheCaseOfTheAddress() {
        Owner owner = people.owner();

        assertThat(credentials.signIn(owner.email().toUpperCase(), People.PASSWORD))
                .contains(owner.signedUp().owner());
        assertThat(credentials.signIn(owner.email(), "plover vex quill")).isEmpty();
        assertThat(credentials.signIn(owner.email(), People.PASSWORD + " ".repeat(300))).isEmpty();
        assertThat(credentials.signIn("nobody@example.com", People.PASSWORD)).isEmpty();
        assertThat(credentials.signIn("", "")).isEmpty();
    }

    @Test
    void aNewPasswordEndsTheOtherSessions() {
        Owner owner = people.owner();
        SignedIn before = owner.signedUp().owner();

        refused(
                ErrorCode.REQUEST_INVALID,
                () -> passwords.change(before, "wrong", "violet marsh tundra"));
        SignedIn after = passwords.change(before, People.PASSWORD, "violet marsh tundra");

        assertThat(credentials.ofPerson(before, null)).isEmpty();
        assertThat(credentials.ofPerson(after, null)).isPresent();
        assertThat(credentials.signIn(owner.email(), People.PASSWORD)).isEmpty();
        assertThat(credentials.signIn(owner.email(), "violet marsh tundra")).contains(after);
    }

    @Test
    void aResetLinkIsGoodOnceForAnHourAndDiesWithAnotherChange() {
        Owner owner = people.owner();
        Caller by = people.caller(people.owner());
        String used = passwords.issueReset(by, owner.email()).token();
        String other = passwords.issueReset(by, owner.email()).token();

        refused(ErrorCode.REQUEST_INVALID, () -> passwords.reset(used, "password"));
        assertThat(passwords.resettable(used)).isTrue();
        passwords.reset(used, "violet marsh tundra");

        assertThat(passwords.resettable(used)).isFalse();
        refused(ErrorCode.LINK_DEAD, () -> passwords.reset(used, "violet marsh tundra 2"));
        refused(ErrorCode.LINK_DEAD, () -> passwords.reset(other, "violet marsh tundra 2"));
        assertThat(credentials.ofPerson(owner.signedUp().owner(), null)).isEmpty();
        String late = passwords.issueReset(by, owner.email()).token();
        clock.forward(Duration.ofHours(1));
        refused(ErrorCode.LINK_DEAD, () -> passwords.reset(late, "violet marsh tundra 2"));
    }

    @Test
    void anAddressSignsUpOnce() {
        Owner owner = people.owner();

        refused(
                ErrorCode.EMAIL_TAKEN,
                () ->
                        signingUp.signUp(
                                People.request("Again", owner.email().toUpperCase()), People.HERE));
    }

    @Test
    void aSuspendedAccountIsShutForKeysAndPeopleUntilItIsReopened() {
        Owner owner = people.owner();
        Caller by = people.caller(people.owner());
        String token = owner.signedUp().apiKey().token();
        SignedIn person = owner.signedUp().owner();
        assertThat(credentials.byToken(token)).isPresent();

        accounts.suspend(by, owner.signedUp().account().id());
        assertThat(credentials.byToken(token)).isEmpty();
        assertThat(credentials.ofPerson(person, null)).isEmpty();

        accounts.reopen(by, owner.signedUp().account().id());
        assertThat(credentials.byToken(token)).isPresent();
        accounts.close(by, owner.signedUp().account().id());
        refused(ErrorCode.CONFLICT, () -> accounts.reopen(by, owner.signedUp().account().id()));
    }

    @Test
    void whatItOwesStopsAnAccountBesideWhatTheOperatorStopsItFor() {
        Owner owner = people.owner();
        Caller by = people.caller(people.owner());
        AccountId id = owner.signedUp().account().id();

        assertThat(inTransaction(() -> accounts.suspendForDebt(id, "unpaid"))).isTrue();
        assertThat(accounts.open(id)).isFalse();
        assertThat(inTransaction(() -> accounts.reopenFromDebt(id, "paid"))).isTrue();
        assertThat(accounts.open(id)).isTrue();
        assertThat(inTransaction(() -> accounts.reopenFromDebt(id, "paid"))).isFalse();

        inTransaction(() -> accounts.suspendForDebt(id, "unpaid"));
        accounts.suspend(by, id);
        refused(ErrorCode.CONFLICT, () -> accounts.suspend(by, id));
        assertThat(inTransaction(() -> accounts.reopenFromDebt(id, "paid"))).isFalse();
        assertThat(accounts.open(id)).isFalse();
        accounts.reopen(by, id);
        assertThat(accounts.open(id)).isTrue();

        accounts.suspend(by, id);
        assertThat(inTransaction(() -> accounts.suspendForDebt(id, "unpaid"))).isTrue();
        accounts.reopen(by, id);
        assertThat(inTransaction(() -> accounts.reopenFromDebt(id, "paid"))).isFalse();
        assertThat(accounts.open(id)).isTrue();

        accounts.close(by, id);
        assertThat(inTransaction(() -> accounts.suspendForDebt(id, "unpaid"))).isFalse();
        assertThat(accounts.ownerEmails(id)).containsExactly(owner.email());
    }

    private boolean inTransaction(BooleanSupplier change) {
        return Boolean.TRUE.equals(transaction.execute(_ -> change.getAsBoolean()));
    }

    @Test
    void theAuditLogIsGaplessAndTellsOfSignIns() throws Exception {
        Owner owner = people.owner();
        Caller caller = people.caller(owner);
        for (int i = 0; i < 5; i++) {
            keys.revoke(caller, keys.make(caller, "key " + i, null, null).id());
        }
        credentials.signIn(owner.email(), "wrong");

        AuditRecordView newest = awaitAction(caller, "person.sign-in-failed");
        Page<AuditRecordView> first = audit.page(caller, null, 7);
        Page<AuditRecordView> rest = audit.page(caller, first.nextCursor(), 7);
        List<Long> numbers = LongStream.rangeClosed(1, newest.number()).boxed().toList().reversed();
        assertThat(first.items()).hasSize(7);
        assertThat(rest.nextCursor()).isNull();
        assertThat(first.items())
                .extracting(AuditRecordView::number)
                .isEqualTo(numbers.subList(0, 7));
        assertThat(rest.items())
                .extracting(AuditRecordView::number)
                .isEqualTo(numbers.subList(7, numbers.size()));
        assertThat(rest.items().getLast().action()).isEqualTo("account.opened");
    }

    @Test
    void accountsAreListedInStretches() {
        people.owner();
        people.owner();

        Page<AccountOverview> first = accounts.all(null, 1);
        Page<AccountOverview> second = accounts.all(first.nextCursor(), 1);

        assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
    }

    private AuditRecordView awaitAction(Caller caller, String action) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            AuditRecordView newest = audit.page(caller, null, 1).items().getFirst();
            if (newest.action().equals(action)) {
                return newest;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError(action + " was not recorded");
    }
}
