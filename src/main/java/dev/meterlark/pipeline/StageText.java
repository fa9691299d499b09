package dev.meterlark.pipeline;

import dev.meterlark.function.snapshot.FunctionSnapshot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stages as one writes them: {@code parse|enrich:live*|store}. A colon stands before the version or
 * alias; a star says once for each element of a list, and may be followed by how many at once.
 */
final class StageText {

    static final String EXAMPLE = "parse|enrich:live*|store";

    private static final int LONGEST = 8192;
    private static final Pattern STAGE =
            Pattern.compile(
                    "([A-Za-z0-9_-]{1,64})(?::(\\$LATEST|[A-Za-z0-9_-]{1,128}))?(\\*([0-9]{1,6})?)?");

    private StageText() {}

    /**
     * @throws IllegalArgumentException naming the stage that is none
     */
    static List<StageWish> read(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "definition must have at most %d characters, had: %d"
                            .formatted(LONGEST, text.length()));
        }
        List<StageWish> stages = new ArrayList<>();
        for (String part : text.split("\\|", -1)) {
            Matcher stage = STAGE.matcher(part.strip());
            if (!stage.matches()) {
                throw new IllegalArgumentException(
                        "stage %d of definition must be a name, as in %s, was: %s"
                                .formatted(stages.size() + 1, EXAMPLE, Shown.text(part)));
            }
            stages.add(
                    new StageWish(
                            stage.group(1),
                            stage.group(2),
                            stage.group(3) == null ? null : each(stage.group(4)),
                            null));
        }
        return stages;
    }

    /** Null when there is more to them than text can say. */
    static @Nullable String written(List<StageView> stages) {
        return stages.stream().anyMatch(stage -> stage.accepts() != null)
                ? null
                : stages.stream().map(StageText::written).collect(Collectors.joining("|"));
    }

    private static String written(StageView stage) {
        String qualifier =
                stage.qualifier().equals(FunctionSnapshot.LATEST) ? "" : ":" + stage.qualifier();
        StageView.EachView each = stage.each();
        String star =
                each == null
                        ? ""
                        : each.concurrency() == PlanShaping.USUALLY_AT_ONCE
                                ? "*"
                                : "*" + each.concurrency();
        return stage.function() + qualifier + star;
    }

    private static StageWish.EachWish each(@Nullable String atOnce) {
        return new StageWish.EachWish(atOnce == null ? null : Integer.valueOf(atOnce));
    }
}
