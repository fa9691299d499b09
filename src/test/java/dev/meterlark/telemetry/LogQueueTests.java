package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class LogQueueTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void theOldestAreDroppedWhenItIsFull() throws InterruptedException {
        var queue = new LogQueue(3 * (100 + 256));
        var second = log(100);

        assertThat(queue.add(log(100))).isZero();
        assertThat(queue.add(second)).isZero();
        assertThat(queue.add(log(100))).isZero();
        assertThat(queue.add(log(100))).isEqualTo(1);

        var taken = queue.take(10, Duration.ofMillis(1));
        assertThat(taken).hasSize(3).startsWith(second);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void oneThatIsLargerThanAllPushesTheOthersOutAndStays() throws InterruptedException {
        var queue = new LogQueue(1000);
        queue.add(log(10));
        var large = log(5000);

        assertThat(queue.add(large)).isEqualTo(1);

        assertThat(queue.take(10, Duration.ofMillis(1))).containsExactly(large);
    }

    @Test
    void takingTakesNoMoreThanAskedForAndGivesUpInTime() throws InterruptedException {
        var queue = new LogQueue(10_000);
        queue.add(log(1));
        queue.add(log(1));

        assertThat(queue.take(1, Duration.ofMillis(1))).hasSize(1);
        assertThat(queue.take(5, Duration.ofMillis(1))).hasSize(1);
        assertThat(queue.take(5, Duration.ofMillis(1))).isEmpty();
    }

    private static CallLog log(int bytes) {
        return new CallLog(
                InvocationId.at(NOON),
                1,
                AccountId.random(),
                FunctionId.random(),
                "hello",
                "1",
                NOON,
                new byte[bytes],
                0);
    }
}
