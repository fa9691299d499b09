package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class CrashLoopsTests {

    private final CrashLoops crashes = new CrashLoops();
    private final AccountId account = AccountId.random();
    private final FunctionId function = FunctionId.random();
    private final Kind kind = kind(1);

    @Test
    void theFirstFailuresCostNoWait() {
        crashes.failed(kind, 0);
        crashes.failed(kind, 0);

        assertThat(crashes.wait(kind, 0)).isZero();
    }

    @Test
    void eachFurtherFailureDoublesTheWaitUpToALimit() {
        fail(3);
        assertThat(crashes.wait(kind, 0)).isEqualTo(Duration.ofMillis(50));
        fail(1);
        assertThat(crashes.wait(kind, 0)).isEqualTo(Duration.ofMillis(100));
        fail(1000);
        assertThat(crashes.wait(kind, 0)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theWaitCountsFromTheLastFailure() {
        fail(3);

        assertThat(crashes.wait(kind, Duration.ofMillis(30).toNanos()))
                .isEqualTo(Duration.ofMillis(20));
        assertThat(crashes.wait(kind, Duration.ofSeconds(1).toNanos())).isZero();
    }

    @Test
    void aStartForgetsAndAnotherRevisionNeverKnew() {
        fail(10);
        assertThat(crashes.wait(kind(2), 0)).isZero();

        crashes.started(kind);

        assertThat(crashes.wait(kind, 0)).isZero();
    }

    private Kind kind(long revision) {
        return new Kind(account, function, "$LATEST", revision);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            crashes.failed(kind, 0);
        }
    }
}
