package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Provisioned;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

class HeldTimeTests {

    private final AtomicLong nanos = new AtomicLong(-7);
    private final HeldTime time = new HeldTime(nanos::get);
    private final Kind kind = new Kind(AccountId.random(), FunctionId.random(), "1", 3);
    private final Member one = Member.ahead(kind, 128, 1);
    private final Member two = Member.ahead(kind, 128, 1);

    @Test
    void eachMillisecondOfEachSandboxIsToldOnce() {
        time.named(kind.function(), "hello");
        time.holds(one);
        pass(1_500);
        time.holds(two);
        pass(500);
        time.holdsNoMore(one);

        assertThat(time.take()).containsExactly(provisioned(128L * (1_500 + 2 * 500)));
        pass(2_000);
        time.holdsNoMore(two);
        assertThat(time.take()).containsExactly(provisioned(128L * 2_000));
        pass(1_000);
        assertThat(time.take()).isEmpty();
    }

    @Test
    void whatIsLessThanIsToldAtOnceIsToldLater() {
        time.named(kind.function(), "hello");
        time.holds(one);
        nanos.addAndGet(7_000);
        assertThat(time.take()).isEmpty();
        nanos.addAndGet(993_000);

        assertThat(time.take()).containsExactly(provisioned(128));
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private Provisioned provisioned(long mibMillis) {
        return new Provisioned(kind.account(), kind.function(), "hello", mibMillis);
    }
}
