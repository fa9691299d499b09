package dev.meterlark.pipeline;

import dev.meterlark.function.Dependents;
import dev.meterlark.function.PointsAt;
import dev.meterlark.function.References;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a pipeline's stages name, and who names a pipeline: asked while the account is locked, so
 * that nothing is deleted, taken or closed to a circle in between.
 */
@Component
class StageReferences {

    private static final int MOST_NAMED = 5;

    private final References functions;
    private final PipelineRows pipelines;
    private final PipelineReferences named;
    private final Circles circles;
    private final ObjectProvider<PointsAt> pointing;
    private final ObjectProvider<Dependents> dependents;

    StageReferences(
            References functions,
            PipelineRows pipelines,
            PipelineReferences named,
            Circles circles,
            ObjectProvider<PointsAt> pointing,
            ObjectProvider<Dependents> dependents) {
        this.functions = functions;
        this.pipelines = pipelines;
        this.named = named;
        this.circles = circles;
        this.pointing = pointing;
        this.dependents = dependents;
    }

    /** Functions and pipelines are called alike, so no two of them have one name. */
    void requireFree(AccountId account, String name) {
        boolean pipeline = pipelines.existsByAccountAndName(account, name);
        if (pipeline || functions.hold(account, name, FunctionSnapshot.LATEST)) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "there is a %s %s already; change it, or choose another name"
                            .formatted(pipeline ? "pipeline" : "function", name));
        }
    }

    /** Each stage is there, is the caller's to use, and leads back to the pipeline by no way. */
    void hold(Caller caller, String name, List<StageView> stages) {
        SortedMap<String, StageView> inOrder = new TreeMap<>();
        stages.forEach(stage -> inOrder.put(stage.function() + ":" + stage.qualifier(), stage));
        circles.requireNone(caller.account(), name, stages);
        for (StageView stage : inOrder.values()) {
            boolean there =
                    caller.about().covers(stage.function())
                            && (functions.hold(
                                            caller.account(), stage.function(), stage.qualifier())
                                    || named.hold(
                                            caller.account(), stage.function(), stage.qualifier()));
            if (!there) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "stage %d is %s, and there is no such function or pipeline, or none with that version or alias"
                                .formatted(stages.indexOf(stage) + 1, shown(stage)));
            }
        }
    }

    void requireUnused(AccountId account, String pipeline) {
        List<String> users =
                pointing.orderedStream()
                        .flatMap(each -> each.at(account, pipeline, null).stream())
                        .toList();
        if (!users.isEmpty()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "%s cannot be deleted, because something points at it: %s%s; let that point elsewhere first"
                            .formatted(
                                    pipeline,
                                    String.join(
                                            ", ",
                                            users.subList(0, Math.min(MOST_NAMED, users.size()))),
                                    users.size() > MOST_NAMED
                                            ? " and %d more".formatted(users.size() - MOST_NAMED)
                                            : ""));
        }
    }

    /** What works for it stops working; the ids of that. */
    List<String> letGo(Caller caller, String pipeline) {
        return dependents
                .orderedStream()
                .flatMap(each -> each.letGo(caller, pipeline).stream())
                .toList();
    }

    private static String shown(StageView stage) {
        return stage.qualifier().equals(FunctionSnapshot.LATEST)
                ? stage.function()
                : stage.function() + ":" + stage.qualifier();
    }
}
