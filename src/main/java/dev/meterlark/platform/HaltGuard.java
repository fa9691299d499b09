package dev.meterlark.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Says loudly that the process will halt, and refuses a setting that would do nothing. */
@Component
class HaltGuard {

    private static final Logger LOG = LoggerFactory.getLogger(HaltGuard.class);

    HaltGuard(@Value("${" + DurableSteps.KEY + ":}") String asked) {
        HaltPlan plan = DurableSteps.plan();
        if (plan != null) {
            LOG.error(
                    "{} is set: this process halts at {}, as if it were killed. Only a test of"
                            + " crashes may run like this.",
                    DurableSteps.KEY,
                    plan);
        } else if (!asked.isEmpty()) {
            throw new IllegalArgumentException(
                    "%1$s kills the process on purpose and is taken only from the command line of the JVM, -D%1$s=%2$s, never from a file, the environment or an argument of the application: remove it"
                            .formatted(DurableSteps.KEY, asked));
        }
    }
}
