package dev.meterlark.account;

import static dev.meterlark.account.Refusals.refused;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.account.People.Owner;
import dev.meterlark.edge.Credentials;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AccountTest
class ProviderSignInsTests {

    private static final String ISSUER = "https://id.example";

    @Autowired People people;
    @Autowired ProviderSignIns signIns;
    @Autowired Credentials credentials;
    @Autowired Accounts accounts;

    @Test
    void somebodyNewGetsAnAccountAndIsTheSamePersonEachTime() {
        people.owner();
        String email = People.newEmail();
        ProvenIdentity proven = proven(email, "Ada Lovelace");

        SignedIn person = signIns.signIn(proven, People.HERE);

        assertThat(accounts.of(person.person()))
                .extracting(each -> each.identity().name())
                .containsExactly("Ada Lovelace");
        assertThat(accounts.emailOf(person.person())).contains(email);
        assertThat(signIns.signIn(proven(null, null, email), People.HERE)).isEqualTo(person);
        assertThat(credentials.signIn(email, "")).isEmpty();
    }

    @Test
    void anAddressThatHasSignedUpIsNotTakenOverByWhoeverTheProviderNames() {
        Owner owner = people.owner();
        SignedIn person = owner.signedUp().owner();
        ProvenIdentity proven = proven(owner.email(), "Eve");

        refused(ErrorCode.EMAIL_TAKEN, () -> signIns.signIn(proven, People.HERE));

        signIns.connect(person, proven);
        signIns.connect(person, proven);
        assertThat(signIns.connected(person, ISSUER)).isTrue();
        assertThat(signIns.signIn(proven, People.HERE)).isEqualTo(person);
        SignedIn another = people.owner().signedUp().owner();
        refused(ErrorCode.CONFLICT, () -> signIns.connect(another, proven));
        signIns.disconnect(person, ISSUER);
        assertThat(signIns.connected(person, ISSUER)).isFalse();
        refused(ErrorCode.EMAIL_TAKEN, () -> signIns.signIn(proven, People.HERE));
    }

    @Test
    void withoutAnAddressThatTheProviderVouchesForNobodySignsUp() {
        refused(
                ErrorCode.FORBIDDEN,
                () -> signIns.signIn(proven(null, null, People.newEmail()), People.HERE));
    }

    private static ProvenIdentity proven(String email, String name) {
        return proven(email, name, email);
    }

    private static ProvenIdentity proven(
            @Nullable String email, @Nullable String name, String subject) {
        return new ProvenIdentity(ISSUER, subject, email, name);
    }
}
