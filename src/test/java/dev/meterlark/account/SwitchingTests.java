package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.meterlark.ManualClock;
import dev.meterlark.account.People.Owner;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.time.Duration;
import java.util.List;

@AccountTest
class SwitchingTests {

    @Autowired Switching switching;
    @Autowired Accounts accounts;
    @Autowired Members members;
    @Autowired Joining joining;
    @Autowired AuditLog audit;
    @Autowired People people;
    @Autowired ManualClock clock;

    private Owner ada;
    private Owner bob;
    private SignedIn person;

    @BeforeEach
    void adaJoinsBobsAccount() {
        ada = people.owner();
        bob = people.owner();
        clock.forward(Duration.ofSeconds(1));
        person = ada.signedUp().owner();
        Invited invited = members.invite(people.caller(bob), ada.email(), "viewer");
        joining.accept(People.link(invited).token(), person);
    }

    @Test
    void aPersonHasTheAccountsThatTheyJoinedInThatOrder() {
        assertThat(accounts.of(person.person()))
                .extracting(each -> each.identity().id(), AccountOfPerson::role)
                .containsExactly(tuple(id(ada), "owner"), tuple(id(bob), "viewer"));
    }

    @Test
    void bothAuditLogsSayItAndNeitherNamesTheOther() {
        assertThat(switching.go(person, id(ada), id(bob)).id()).isEqualTo(id(bob));

        AuditRecordView left = last(people.caller(ada));
        AuditRecordView entered = last(people.caller(bob));
        assertThat(left.action()).isEqualTo("person.switched-out");
        assertThat(entered.action()).isEqualTo("person.switched-in");
        assertThat(left.toString()).doesNotContain(id(bob).toString());
        assertThat(entered.toString()).doesNotContain(id(ada).toString());
    }

    @Test
    void whereThePersonAlreadyIsNothingIsWrittenDown() {
        AuditRecordView before = last(people.caller(ada));

        switching.go(person, id(ada), id(ada));

        assertThat(last(people.caller(ada))).isEqualTo(before);
    }

    @Test
    void anotherPersonsAccountAClosedOneAndNoneAreTheSame() {
        Owner eve = people.owner();
        accounts.closeOwn(people.caller(bob), bob.signedUp().account().slug());

        for (AccountId to : List.of(id(eve), id(bob), AccountId.random())) {
            assertThatThrownBy(() -> switching.go(person, id(ada), to))
                    .hasMessage("you are in no such account");
            assertThatThrownBy(() -> switching.wantsProof(person, to))
                    .hasMessage("you are in no such account");
        }
    }

    @Test
    void aSessionAloneIsEnoughOfWhoeverHasNoPasskey() {
        assertThat(switching.wantsProof(person, id(bob))).isFalse();
    }

    private AuditRecordView last(Caller caller) {
        return audit.page(caller, null, 1).items().getFirst();
    }

    private static AccountId id(Owner owner) {
        return owner.signedUp().account().id();
    }
}
