package dev.meterlark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;

/** A tool that tests others has to do what it says. */
@Tag("database")
class FaultyDataSourceTests {

    private static final int TRIES = 400;

    private final Faults faults = new Faults(20261125, 0.2);
    private final ScratchDatabase database = ScratchDatabase.with(faults);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void itFailsOnlyWhileItIsToldTo() {
        for (int i = 0; i < TRIES; i++) {
            database.count("account");
        }

        assertThat(faults.injected()).isEmpty();
    }

    @Test
    void everyKindOfFaultComesAndTheDatabaseIsThereAfterwards() {
        faults.begin();
        for (int i = 0; i < TRIES; i++) {
            attempt(() -> database.count("account"));
        }
        faults.end();

        assertThat(faults.injected().keySet()).isEqualTo(EnumSet.allOf(Faults.Kind.class));
        assertThat(database.count("account")).isZero();
    }

    @Test
    void whatWasToldToBeDoneIsDoneAndOnlyAnUnknownOutcomeIsUnknown() {
        var transaction = new TransactionTemplate(database.transactions());
        var known = new AtomicInteger();
        faults.begin();
        for (int i = 0; i < TRIES; i++) {
            int key = i;
            boolean told =
                    attempt(
                            () ->
                                    transaction.executeWithoutResult(
                                            _ -> {
                                                add(2 * key);
                                                add(2 * key + 1);
                                            }));
            known.addAndGet(told ? 1 : 0);
        }
        faults.end();

        long rows = database.count("released_package");
        int unknown = faults.injected().getOrDefault(Faults.Kind.EXECUTE_AND_TIMEOUT, 0);
        assertThat(rows % 2).as("half of a transaction").isZero();
        assertThat(rows / 2).isBetween((long) known.get(), (long) known.get() + unknown);
        assertThat(known.get()).isBetween(1, TRIES - 1);
    }

    @Test
    void aFaultSaysThatItWasInjectedAndByWhichSeed() {
        var always = new Faults(7, 1);
        try (var broken = ScratchDatabase.with(always)) {
            always.begin();

            assertThatThrownBy(() -> broken.count("account"))
                    .rootCause()
                    .hasMessageContaining("injected")
                    .hasMessageContaining("seed 7");
        }
    }

    private void add(int key) {
        database.client()
                .sql(
                        "insert into released_package (digest, released_at) values (?,"
                                + " current_timestamp)")
                .param("%064x".formatted(key))
                .update();
    }

    private static boolean attempt(Runnable work) {
        try {
            work.run();
            return true;
        } catch (DataAccessException | TransactionException e) {
            return false;
        }
    }
}
