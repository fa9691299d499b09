package dev.meterlark.pipeline;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes of what a caller wants what a pipeline may be; whether its stages exist is asked after. */
@Component
class PlanShaping {

    static final int USUALLY_AT_ONCE = 10;

    private static final int USUAL_TIMEOUT_SECONDS = 300;
    private static final int LONGEST_TEXT = 256;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern QUALIFIER = Pattern.compile("\\$LATEST|[A-Za-z0-9_-]{1,128}");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile(
                    "[-!#$%&'+.^_`|~0-9A-Za-z]{1,63}/[-!#$%&'+.^_`|~0-9A-Za-z]{1,63}(;"
                            + " ?charset=[-A-Za-z0-9_]{1,40})?");

    private final PipelineProperties properties;

    PlanShaping(PipelineProperties properties) {
        this.properties = properties;
    }

    /**
     * @param before null for a new pipeline
     */
    Plan shape(PipelineSettings asked, @Nullable Plan before) {
        return new Plan(
                description(asked.description(), before),
                stages(asked, before),
                timeout(asked.timeout(), before));
    }

    private List<StageView> stages(PipelineSettings asked, @Nullable Plan before) {
        if (asked.definition() != null && asked.stages() != null) {
            throw invalid("definition and stages say the same: send one of them");
        }
        List<@Nullable StageWish> wishes = asked.stages();
        if (asked.definition() != null) {
            try {
                wishes = new ArrayList<>(StageText.read(asked.definition()));
            } catch (IllegalArgumentException e) {
                throw invalid(String.valueOf(e.getMessage()));
            }
        }
        if (wishes == null && before != null) {
            return before.stages();
        }
        if (wishes == null || wishes.isEmpty() || wishes.size() > properties.maxStages()) {
            throw invalid(
                    "a pipeline has 1 to %d stages, in definition, as in %s, or in stages; there were %d"
                            .formatted(
                                    properties.maxStages(),
                                    StageText.EXAMPLE,
                                    wishes == null ? 0 : wishes.size()));
        }
        List<StageView> stages = new ArrayList<>();
        for (StageWish wish : wishes) {
            stages.add(stage("stages[%d]".formatted(stages.size()), wish));
        }
        return stages;
    }

    private StageView stage(String at, @Nullable StageWish wish) {
        if (wish == null || wish.function() == null || !NAME.matcher(wish.function()).matches()) {
            throw invalid(
                    "%s.function must be the name of a function or pipeline, was: %s"
                            .formatted(at, Shown.text(wish == null ? null : wish.function())));
        }
        String qualifier = wish.qualifier() == null ? FunctionSnapshot.LATEST : wish.qualifier();
        if (!QUALIFIER.matcher(qualifier).matches()) {
            throw invalid(
                    "%s.qualifier must be a version or an alias, was: %s"
                            .formatted(at, Shown.text(qualifier)));
        }
        return new StageView(
                wish.function(), qualifier, each(at, wish.each()), accepts(at, wish.accepts()));
    }

    private StageView.@Nullable EachView each(String at, StageWish.@Nullable EachWish wish) {
        if (wish == null) {
            return null;
        }
        int atOnce =
                wish.concurrency() == null
                        ? Math.min(USUALLY_AT_ONCE, properties.maxConcurrency())
                        : wish.concurrency();
        if (atOnce < 1 || atOnce > properties.maxConcurrency()) {
            throw invalid(
                    "%s.each.concurrency must be 1 to %d, was: %d"
                            .formatted(at, properties.maxConcurrency(), atOnce));
        }
        return new StageView.EachView(atOnce);
    }

    private static @Nullable String accepts(String at, @Nullable String type) {
        if (type != null && (!MEDIA_TYPE.matcher(type).matches() || type.contains("*"))) {
            throw invalid(
                    "%s.accepts must be a media type, as in application/json, was: %s"
                            .formatted(at, Shown.text(type)));
        }
        return type;
    }

    private static String description(@Nullable String asked, @Nullable Plan before) {
        if (asked == null) {
            return before == null ? "" : before.description();
        }
        if (asked.length() > LONGEST_TEXT || asked.chars().anyMatch(Character::isISOControl)) {
            throw invalid(
                    "description is one line of at most %d characters; was: %s"
                            .formatted(LONGEST_TEXT, Shown.text(asked)));
        }
        return asked;
    }

    private int timeout(@Nullable Integer asked, @Nullable Plan before) {
        int most = Math.toIntExact(properties.maxTimeout().toSeconds());
        if (asked == null) {
            return before == null ? Math.min(USUAL_TIMEOUT_SECONDS, most) : before.timeoutSeconds();
        }
        if (asked < 1 || asked > most) {
            throw invalid("timeout must be 1 to %d, was: %d".formatted(most, asked));
        }
        return asked;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
