package dev.meterlark.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.util.List;

/** Two nodes that reach for the same names. */
@Tag("database")
class LeasesTests {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final ScratchDatabase database = new ScratchDatabase();
    private final Leases one = leases();
    private final Leases other = leases();

    private Leases leases() {
        return new Leases(
                database.template(),
                database.transactions(),
                new DatabaseClock(database.template()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNameIsHeldByOneUntilItIsReleased() {
        HeldLease first = one.take("feed/a", LONG).orElseThrow();

        assertThat(other.take("feed/a", LONG)).isEmpty();
        assertThat(other.take("feed/b", LONG)).isPresent();
        assertThat(one.held("feed/")).containsExactlyInAnyOrder("feed/a", "feed/b");
        assertThat(one.held("other/")).isEmpty();
        one.release(first);
        HeldLease second = other.take("feed/a", LONG).orElseThrow();
        assertThat(second.epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void whoIsSilentLosesItAndCannotHaveItBackByRenewing() {
        HeldLease lost = one.take("feed/a", Duration.ZERO).orElseThrow();

        HeldLease taken = other.take("feed/a", LONG).orElseThrow();

        assertThat(one.renew(lost, LONG)).isFalse();
        assertThat(other.renew(taken, LONG)).isTrue();
        assertThat(other.renewAll(List.of(lost, taken), LONG)).containsExactly(lost);
        one.release(lost);
        assertThat(one.held("feed/")).containsExactly("feed/a");
    }

    @Test
    void whatOnlyTheHolderMayWriteIsGuardedByItsEpoch() {
        HeldLease lost = one.take("feed/a", Duration.ZERO).orElseThrow();
        HeldLease held = other.take("feed/a", LONG).orElseThrow();
        var transaction = new TransactionTemplate(database.transactions());

        assertThat(transaction.<Boolean>execute(_ -> one.guard(lost))).isFalse();
        assertThat(transaction.<Boolean>execute(_ -> other.guard(held))).isTrue();
    }
}
