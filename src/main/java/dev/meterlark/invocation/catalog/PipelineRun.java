package dev.meterlark.invocation.catalog;

import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.invocation.EventIntake;
import dev.meterlark.invocation.FailedStage;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.RunOrder;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One run of a pipeline, as its stages come one after the other on the run's own thread. It goes on
 * with the pipeline as it was when the run began; what each stage calls is found when it is called.
 */
final class PipelineRun {

    static final ScopedValue<PipelineRun> CURRENT = ScopedValue.newInstance();

    private final PipelineSnapshot pipeline;
    private final StageCaller caller;
    private final FanOut fanOut;
    private final EventIntake.Taken held;
    private int begun;

    PipelineRun(
            PipelineSnapshot pipeline,
            RunOrder order,
            StageCaller.Surroundings around,
            EventIntake.Taken held) {
        this.pipeline = pipeline;
        this.caller = new StageCaller(pipeline.account(), order, around);
        this.fanOut = new FanOut(caller, around.properties(), around.maxBytes());
        this.held = held;
    }

    /**
     * What the run's next stage makes of what came before it.
     *
     * @throws StageFailedException which ends the run
     */
    Content stage(AccountId account, FunctionRef function, Content in) {
        PipelineSnapshot.Stage stage = pipeline.stages().get(begun);
        if (!account.equals(pipeline.account()) || !function.equals(Catalogs.ref(stage))) {
            throw new IllegalStateException(
                    "stage %d of %s is %s, not %s of %s"
                            .formatted(begun + 1, pipeline.name(), stage, function, account));
        }
        begun++;
        FailedStage at = new FailedStage(begun, stage.function(), null);
        PipelineSnapshot.Each each = stage.each();
        hold(at, in, each == null ? 2 : 4);
        return each == null
                ? caller.call(at, function, fit(at, in, stage.accepts()))
                : fanOut.over(elements(at, in), at, stage);
    }

    /** Memory for what is in hand, of which there is so much on a node. */
    private void hold(FailedStage at, Content in, int times) {
        try {
            held.reserve((long) times * in.bytes().length);
        } catch (RefusedException e) {
            throw new StageFailedException(e.code(), null, e.publicText(), at);
        }
    }

    private Content fit(FailedStage at, Content in, @Nullable String type) {
        try {
            return Conversions.to(type, in);
        } catch (UnfitException e) {
            throw unfit(at, e);
        }
    }

    private List<byte[]> elements(FailedStage at, Content in) {
        try {
            return fanOut.elements(at, in);
        } catch (UnfitException e) {
            throw unfit(at, e);
        }
    }

    /** The stage before is at fault, or whoever sent the event. */
    private StageFailedException unfit(FailedStage at, UnfitException why) {
        if (at.number() == 1) {
            return new StageFailedException(
                    ErrorCode.EVENT_MALFORMED,
                    null,
                    "the event does not fit: " + why.getMessage(),
                    at);
        }
        FailedStage before =
                new FailedStage(
                        at.number() - 1, pipeline.stages().get(at.number() - 2).function(), null);
        return new StageFailedException(
                ErrorCode.PIPELINE_ANSWER,
                null,
                "its answer does not fit %s: %s".formatted(at, why.getMessage()),
                before);
    }
}
