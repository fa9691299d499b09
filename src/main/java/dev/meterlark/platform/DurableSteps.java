package dev.meterlark.platform;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.util.function.Consumer;

/**
 * The places just before and just after something becomes durable, by name. A test halts the
 * process at each of them in turn and looks at what is left; otherwise passing one does nothing.
 *
 * <p>Static, because a step lies where the disk or the database is written, deep below any bean;
 * armed only by a system property of the JVM, read once, so that no file of settings can leave it
 * behind.
 */
public final class DurableSteps {

    static final String KEY = "meterlark.unsafe-halt-at";

    /** What a process ends with that was halted at a step. */
    public static final int EXIT_CODE = 97;

    private static final @Nullable HaltPlan PLAN = HaltPlan.parse(System.getProperty(KEY, ""));

    /**
     * What a test has happen at the steps that its own thread passes, where no process is to halt.
     */
    static final ScopedValue<Consumer<String>> IN_THREAD = ScopedValue.newInstance();

    private DurableSteps() {}

    /**
     * @param step dotted and a literal, so that the tests find it in the sources: {@code
     *     queue.claimed}
     */
    public static void reached(String step) {
        if (PLAN != null) {
            PLAN.reached(step);
        }
        if (IN_THREAD.isBound()) {
            IN_THREAD.get().accept(step);
        }
    }

    /**
     * Two steps around the commit of the transaction that is under way: {@code step.committing} and
     * {@code step.committed}.
     */
    public static void commit(String step) {
        if (PLAN != null || IN_THREAD.isBound()) {
            TransactionSynchronizationManager.registerSynchronization(new Commit(step));
        }
    }

    static @Nullable HaltPlan plan() {
        return PLAN;
    }

    private record Commit(String step) implements TransactionSynchronization {

        @Override
        public void beforeCommit(boolean readOnly) {
            reached(step + ".committing");
        }

        @Override
        public void afterCommit() {
            reached(step + ".committed");
        }
    }
}
