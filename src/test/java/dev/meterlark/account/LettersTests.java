package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.account.People.Owner;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.test.context.TestPropertySource;

import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** With mail configured; on a database of its own, so that its own operator signs up first. */
@AccountTest
@TestPropertySource(
        properties =
                "spring.datasource.url=jdbc:h2:mem:letters;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000"
                        + ";OPTIMIZE_REUSE_RESULTS=FALSE")
@Import(LettersTests.PostBox.class)
class LettersTests {

    private static final Pattern LINK =
            Pattern.compile("http://localhost:8080/[a-z-]+\\?token=(ml[ir]_[0-9A-Za-z]{32})");

    @Autowired People people;
    @Autowired Members members;
    @Autowired Joining joining;
    @Autowired Passwords passwords;
    @Autowired BlockingQueue<SimpleMailMessage> sent;

    @Test
    void anInvitationGoesToItsAddressAndNotIntoTheAnswer() throws Exception {
        Owner owner = people.owner();
        String email = People.newEmail();

        Invited invited = members.invite(people.caller(owner), email, "viewer");

        assertThat(invited.link()).isNull();
        Joined joined = joining.accept(tokenSentTo(email), People.PASSWORD);
        assertThat(joined.account()).isEqualTo(owner.signedUp().account());
    }

    @Test
    void nobodyIsFloodedWithInvitationsOfWhateverAccounts() throws Exception {
        String email = People.newEmail();
        for (int i = 0; i < 10; i++) {
            members.invite(people.caller(people.owner()), email, "viewer");
            tokenSentTo(email);
        }

        Caller another = people.caller(people.owner());
        String said =
                Refusals.refused(
                        ErrorCode.REQUEST_RATE, () -> members.invite(another, email, "viewer"));
        assertThat(said).contains("more than 10 invitations to " + email);
        assertThat(sent).isEmpty();
    }

    @Test
    void aResetLinkGoesToWhoeverSignedUpAndNothingToAnybodyElse() throws Exception {
        Owner owner = people.owner();

        passwords.requestReset("nobody-here@example.com", People.HERE);
        passwords.requestReset(owner.email(), People.HERE);

        String token = tokenSentTo(owner.email());
        passwords.reset(token, "violet marsh tundra");
        Refusals.refused(
                ErrorCode.LINK_DEAD, () -> passwords.reset(token, "violet marsh tundra 2"));
        SimpleMailMessage told = Objects.requireNonNull(sent.poll(20, TimeUnit.SECONDS));
        assertThat(told.getTo()).containsExactly(owner.email());
        assertThat(told.getText()).contains("A new password was set by a link");
        assertThat(sent).isEmpty();
    }

    private String tokenSentTo(String email) throws InterruptedException {
        SimpleMailMessage message =
                Objects.requireNonNull(sent.poll(20, TimeUnit.SECONDS), "no mail was sent");
        assertThat(message.getTo()).containsExactly(email);
        Matcher link = LINK.matcher(Objects.requireNonNull(message.getText()));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    @TestConfiguration
    static class PostBox {

        @Bean
        BlockingQueue<SimpleMailMessage> sent() {
            return new LinkedBlockingQueue<>();
        }

        @Bean
        JavaMailSender mail(BlockingQueue<SimpleMailMessage> sent) {
            return new JavaMailSenderImpl() {
                @Override
                public void send(SimpleMailMessage message) {
                    sent.add(message);
                }
            };
        }
    }
}
