package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.edge.Credentials;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** On a database of its own, as there is only one first sign-up in each. */
@AccountTest
@TestPropertySource(
        properties =
                "spring.datasource.url=jdbc:h2:mem:first-sign-up;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000"
                    + ";OPTIMIZE_REUSE_RESULTS=FALSE")
@ExtendWith(OutputCaptureExtension.class)
class FirstSignUpTests {

    private static final Origin ELSEWHERE = new Origin("192.0.2.7", false);
    private static final int AT_ONCE = 6;

    @Autowired SigningUp signingUp;
    @Autowired Credentials credentials;
    @Autowired FirstOperator operator;
    @Autowired InstallationRow installation;

    @Test
    void exactlyOneFirstSignUpFromTheMachineMakesTheOperator(CapturedOutput output)
            throws Exception {
        String token = printedToken(output);
        othersAreRefused();
        theTokenAdmits(token);

        List<SignedUp> all = signUpAtOnce();

        assertThat(all).hasSize(AT_ONCE).filteredOn(SignedUp::operator).hasSize(1);
        assertThat(all)
                .filteredOn(
                        s ->
                                credentials
                                        .byToken(s.apiKey().token())
                                        .orElseThrow()
                                        .may(Permission.OPERATE))
                .singleElement()
                .matches(SignedUp::operator);
        assertThat(signingUp.awaitsOperator()).isFalse();
        assertThat(installation.get().tokenFits(token)).isFalse();
        assertThat(signingUp.signUp(People.request("Later", People.newEmail()), ELSEWHERE))
                .matches(s -> !s.operator());
    }

    private String printedToken(CapturedOutput output) {
        int before = output.getOut().length();
        operator.printToken();
        String line = output.getOut().substring(before).strip();
        assertThat(line)
                .matches(
                        "Operator token \\(first sign-up from another machine\\):"
                                + " mlo_[0-9A-Za-z]{32}");
        return line.substring(line.indexOf("mlo_"));
    }

    private void othersAreRefused() {
        SignUp plain = People.request("Acme", People.newEmail());
        SignUp wrong =
                new SignUp("Acme", "a@b.example", People.PASSWORD, null, "mlo_" + "x".repeat(32));
        for (SignUp request : List.of(plain, wrong)) {
            assertThatThrownBy(() -> signingUp.signUp(request, ELSEWHERE))
                    .isInstanceOf(RefusedException.class)
                    .extracting(e -> ((RefusedException) e).code())
                    .isEqualTo(ErrorCode.OPERATOR_TOKEN);
        }
        assertThat(signingUp.awaitsOperator()).isTrue();
    }

    private void theTokenAdmits(String token) {
        operator.admitFirst(false, " " + token + "\n");
        operator.admitFirst(true, null);
        assertThatThrownBy(() -> operator.admitFirst(true, "mlo_wrong"))
                .isInstanceOf(RefusedException.class);
    }

    private List<SignedUp> signUpAtOnce() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<SignedUp> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SignedUp>> running = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                running.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return signingUp.signUp(
                                            People.request("Acme", People.newEmail()), People.HERE);
                                }));
            }
            start.countDown();
            for (Future<SignedUp> one : running) {
                all.add(one.get());
            }
        }
        return all;
    }
}
