package dev.meterlark.platform;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ends what a thread does at a durable step, as if its process had been killed there: what keeps
 * all of its state in a database knows no difference.
 */
public final class ThreadHalts {

    /** Nobody catches it but {@link #haltAt}. */
    private static final class Halted extends Error {
        private static final long serialVersionUID = 1;

        Halted(String step) {
            super(step);
        }
    }

    private ThreadHalts() {}

    /** How often each step is passed, in the order of their first passing. */
    public static Map<String, Integer> passedBy(Runnable work) {
        Map<String, Integer> passed = new LinkedHashMap<>();
        ScopedValue.where(DurableSteps.IN_THREAD, step -> passed.merge(step, 1, Integer::sum))
                .run(work);
        return passed;
    }

    /**
     * @return whether the step was passed so often
     */
    public static boolean haltAt(String step, int passing, Runnable work) {
        Map<String, Integer> passed = new HashMap<>();
        try {
            ScopedValue.where(
                            DurableSteps.IN_THREAD,
                            name -> {
                                if (passed.merge(name, 1, Integer::sum) == passing
                                        && name.equals(step)) {
                                    throw new Halted(name);
                                }
                            })
                    .run(work);
            return false;
        } catch (Halted halted) {
            return true;
        }
    }
}
