package dev.meterlark.account;

import static dev.meterlark.account.Refusals.refused;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.ManualClock;
import dev.meterlark.account.People.Owner;
import dev.meterlark.edge.ClientAddress;
import dev.meterlark.edge.Proof;
import dev.meterlark.edge.SessionBook.Begun;
import dev.meterlark.edge.SessionId;
import dev.meterlark.edge.SignInWay;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.ErrorCode;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;

@AccountTest
class PersonSessionsTests {

    private static final String AGENT = "Mozilla/5.0 " + "x".repeat(300);

    @Autowired People people;
    @Autowired PersonSessions sessions;
    @Autowired AuditLog audit;
    @Autowired AccountProperties properties;
    @Autowired ManualClock clock;

    @Test
    void aSessionIsListedWithWhereItIsUntilItIsEnded() {
        SignedIn person = people.owner().signedUp().owner();
        SessionId first = begin(person, SignInWay.PASSWORD).id();
        clock.forward(Duration.ofSeconds(1));
        SessionId second = begin(person, SignInWay.LINK).id();

        assertThat(sessions.of(person)).extracting(SessionView::id).containsExactly(second, first);
        SessionView view = sessions.of(person).getLast();
        assertThat(view.address()).isEqualTo("127.0.0.1");
        assertThat(view.agent()).hasSize(200).startsWith("Mozilla");
        sessions.end(first);
        assertThat(sessions.of(person)).extracting(SessionView::id).containsExactly(second);
        assertThat(sessions.goesOn(first, inAnHour())).isFalse();
        assertThat(sessions.goesOn(second, inAnHour())).isTrue();
        assertThat(sessions.goesOn(SessionId.random(), inAnHour())).isFalse();
    }

    @Test
    void aSessionThatNobodyUsesIsOverAndUsingItMakesItLast() {
        SignedIn person = people.owner().signedUp().owner();
        SessionId used = begin(person, SignInWay.PASSWORD).id();
        begin(person, SignInWay.PASSWORD);
        clock.forward(Duration.ofMinutes(50));
        assertThat(sessions.goesOn(used, inAnHour())).isTrue();

        clock.forward(Duration.ofMinutes(20));

        assertThat(sessions.of(person)).extracting(SessionView::id).containsExactly(used);
        assertThat(sessions.of(person).getFirst().seenAt())
                .isEqualTo(clock.instant().minus(Duration.ofMinutes(20)));
    }

    @Test
    void onesOwnSessionsCanBeEndedFromAnotherAndNobodyElses() {
        Owner owner = people.owner();
        SignedIn person = owner.signedUp().owner();
        SignedIn stranger = people.owner().signedUp().owner();
        SessionId here = begin(person, SignInWay.PASSWORD).id();
        SessionId there = begin(person, SignInWay.PASSWORD).id();
        SessionId elsewhere = begin(person, SignInWay.PASSWORD).id();

        assertThat(refused(ErrorCode.NOT_FOUND, () -> sessions.end(stranger, there)))
                .isEqualTo(
                        refused(
                                ErrorCode.NOT_FOUND,
                                () -> sessions.end(stranger, SessionId.random())));
        sessions.end(person, there);
        refused(ErrorCode.NOT_FOUND, () -> sessions.end(person, there));
        assertThat(sessions.endOthers(person, here)).isEqualTo(1);

        assertThat(sessions.goesOn(elsewhere, inAnHour())).isFalse();
        assertThat(sessions.goesOn(here, inAnHour())).isTrue();
        assertThat(audit.page(people.caller(owner), null, null).items())
                .extracting(AuditRecordView::action)
                .startsWith("person.sessions-ended", "person.session-ended");
    }

    @Test
    void ofTooManySessionsTheOldestEnds() {
        SignedIn person = people.owner().signedUp().owner();
        SessionId oldest = begin(person, SignInWay.PASSWORD).id();
        clock.forward(Duration.ofSeconds(1));
        for (int i = 0; i < properties.sessionsPerPerson(); i++) {
            begin(person, SignInWay.PASSWORD);
        }

        assertThat(sessions.of(person)).hasSize(properties.sessionsPerPerson());
        assertThat(sessions.goesOn(oldest, inAnHour())).isFalse();
    }

    @Test
    void whoCameByALinkHasStillToShowThePassword() {
        SignedIn person = people.owner().signedUp().owner();

        assertThat(begin(person, SignInWay.PASSWORD).confirmed()).isTrue();
        assertThat(begin(person, SignInWay.PASSKEY).confirmed()).isTrue();
        assertThat(begin(person, SignInWay.LINK).confirmed()).isFalse();
        assertThat(sessions.confirms(person, new Proof.OfPassword(People.PASSWORD))).isTrue();
        assertThat(sessions.confirms(person, new Proof.OfPassword("something else"))).isFalse();
        var before = new SignedIn(person.person(), 0);
        assertThat(sessions.confirms(before, new Proof.OfPassword(People.PASSWORD))).isFalse();
    }

    private Begun begin(SignedIn person, SignInWay way) {
        var here = new ClientAddress(InetAddress.getLoopbackAddress());
        return sessions.begin(person, way, here, AGENT, inAnHour());
    }

    private Instant inAnHour() {
        return clock.instant().plus(Duration.ofHours(1));
    }
}
