package dev.meterlark.invocation.catalog;

import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FailedStage;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.RunOrder;
import dev.meterlark.invocation.RunWatcher;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes the calls of one run: children of it, in its trace, each with a record of its own. Used by
 * several threads at once.
 */
final class StageCaller {

    private final AccountId account;
    private final RunOrder order;
    private final Surroundings around;
    private final Lineage lineage;
    private final TraceContext trace;

    /**
     * @param trace of the whole run
     * @param maxBytes of one event
     */
    record Surroundings(
            StageCalls calls,
            Stop stop,
            CatalogProperties properties,
            TraceContext trace,
            int maxBytes) {}

    StageCaller(AccountId account, RunOrder order, Surroundings around) {
        this.account = account;
        this.order = order;
        this.around = around;
        this.lineage = order.event().lineage().child(order.run());
        this.trace = around.trace();
    }

    /**
     * Blocks until the call has ended, or the run has. A stage behind the first waits when there is
     * no room for it: what the ones before it did is paid for.
     *
     * @throws StageFailedException when it did not succeed
     */
    Content call(FailedStage at, FunctionRef function, Content in) {
        Event event = StageCalls.event(in, trace, lineage);
        Duration pause = around.properties().firstPause();
        while (true) {
            requireTime(at);
            CompletableFuture<Answer> promise =
                    around.calls().begin(account, function, event, watcherOf(at));
            if (!around.stop().await(promise)) {
                requireTime(at);
            }
            try {
                return answered(at, promise.join());
            } catch (CompletionException e) {
                if (!mayWait(at, refusal(e))) {
                    throw refused(at, refusal(e));
                }
            }
            around.stop().pause(pause);
            pause = longer(pause);
        }
    }

    private void requireTime(FailedStage at) {
        ErrorCode over = around.stop().reason();
        if (over != null) {
            throw new StageFailedException(over, null, around.stop().text(over), at);
        }
    }

    private Content answered(FailedStage at, Answer answer) {
        order.watcher().ran(at.number(), at.name(), answer.record());
        return switch (answer) {
            case Answer.Succeeded(var _, byte[] payload, String contentType) ->
                    new Content(payload, contentType);
            case Answer.Streamed _ -> throw new IllegalStateException("a stream nobody asked for");
            case Answer.Failed failed ->
                    throw new StageFailedException(
                            failed.code(), failed.errorType(), failed.message(), at);
        };
    }

    private static RefusedException refusal(CompletionException e) {
        if (e.getCause() instanceof RefusedException refusal) {
            return refusal;
        }
        throw new IllegalStateException("a call had neither answer nor refusal", e);
    }

    private static boolean mayWait(FailedStage at, RefusedException refusal) {
        boolean full =
                switch (refusal.code()) {
                    case THROTTLED, SPEND_RESERVED, PLATFORM_BUSY -> true;
                    default -> false;
                };
        return full && (at.number() > 1 || at.element() != null);
    }

    /** What is missing is no thing of that address, but a stage that cannot be called. */
    private static StageFailedException refused(FailedStage at, RefusedException refusal) {
        ErrorCode code =
                refusal.code() == ErrorCode.NOT_FOUND
                                || refusal.code() == ErrorCode.FUNCTION_WITHOUT_CODE
                        ? ErrorCode.PIPELINE_STAGE
                        : refusal.code();
        return new StageFailedException(code, null, refusal.publicText(), at);
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        Duration longest = around.properties().longestPause();
        return twice.compareTo(longest) < 0 ? twice : longest;
    }

    /** A stage that is a pipeline itself tells of its own stages as this one's. */
    private RunWatcher watcherOf(FailedStage at) {
        return new RunWatcher() {
            @Override
            public void ran(int stage, String name, InvocationRecord record) {
                order.watcher().ran(at.number(), at.name(), record);
            }

            @Override
            public void failed(FailedStage stage) {
                // Its answer says so, and this run names its own stage.
            }
        };
    }
}
