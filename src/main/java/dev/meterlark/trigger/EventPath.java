package dev.meterlark.trigger;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in an event, as EventBridge's input paths name it: {@code $.detail.items[0].id}, {@code
 * $['a name'].b}, {@code $} for all of it.
 */
record EventPath(List<Step> steps) {

    private static final int LONGEST = 256;
    private static final int DEEPEST = 32;
    private static final Pattern STEP =
            Pattern.compile("\\.([A-Za-z0-9_-]+)|\\['([^'\\]]+)']|\\[(0|[1-9][0-9]{0,5})]");

    /** One member or one element. */
    sealed interface Step {

        record Member(String name) implements Step {}

        record Element(int index) implements Step {}
    }

    static EventPath parse(String text) {
        if (!text.startsWith("$") || text.length() > LONGEST) {
            throw refused(text);
        }
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!step.find(at) || step.start() != at || steps.size() == DEEPEST) {
                throw refused(text);
            }
            steps.add(step(step));
            at = step.end();
        }
        return new EventPath(List.copyOf(steps));
    }

    private static Step step(Matcher step) {
        if (step.group(3) != null) {
            return new Step.Element(Integer.parseInt(step.group(3)));
        }
        return new Step.Member(step.group(1) == null ? step.group(2) : step.group(1));
    }

    /** A missing node when there is nothing. */
    JsonNode in(JsonNode event) {
        JsonNode found = event;
        for (Step step : steps) {
            found =
                    switch (step) {
                        case Step.Member(String name) -> found.path(name);
                        case Step.Element(int index) -> found.path(index);
                    };
        }
        return found;
    }

    private static RefusedException refused(String text) {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "a path of input.paths must be as $.detail.items[0].id, of at most %d characters"
                                .formatted(LONGEST)
                        + " and %d steps, was: %s".formatted(DEEPEST, Shown.text(text)));
    }
}
