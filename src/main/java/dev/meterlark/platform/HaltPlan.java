package dev.meterlark.platform;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * At which passing of which step the process is to halt, and how often each was passed. {@code
 * nowhere} only counts and tells.
 */
final class HaltPlan {

    private static final Logger LOG = LoggerFactory.getLogger(DurableSteps.class);
    private static final Pattern FORM =
            Pattern.compile("([a-z0-9-]+(?:\\.[a-z0-9-]+)*)(?::([1-9][0-9]{0,8}))?");
    private static final String NOWHERE = "nowhere";

    private final String step;
    private final int passing;
    private final Map<String, Integer> passed = new ConcurrentHashMap<>();

    private HaltPlan(String step, int passing) {
        this.step = step;
        this.passing = passing;
    }

    /**
     * @param text {@code step}, {@code step:n} or {@code nowhere}
     * @return null when it is empty
     */
    static @Nullable HaltPlan parse(String text) {
        if (text.isEmpty()) {
            return null;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "%s must be a step's name, as in journal.synced, a name and which passing, as in journal.synced:2, or nowhere, was: %s"
                            .formatted(DurableSteps.KEY, text));
        }
        String passing = form.group(2);
        return new HaltPlan(form.group(1), passing == null ? 1 : Integer.parseInt(passing));
    }

    void reached(String name) {
        int count = passed.merge(name, 1, Integer::sum);
        boolean due = isDue(name, count);
        LOG.warn("durable step {}:{}{}", name, count, due ? ", halting" : "");
        if (due) {
            Runtime.getRuntime().halt(DurableSteps.EXIT_CODE);
        }
    }

    boolean isDue(String name, int count) {
        return count == passing && name.equals(step);
    }

    @Override
    public String toString() {
        return step.equals(NOWHERE) ? NOWHERE : step + ":" + passing;
    }
}
