package dev.meterlark.invocation.catalog;

import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Invocations;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.RunWatcher;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;

import org.springframework.stereotype.Component;

import java.util.concurrent.CompletableFuture;

/** The calls that catalogs make: through the front door, as any other. */
@Component
class StageCalls {

    /** What made a function run that another called, or a stage before it. */
    private static final String SOURCE = "pipeline";

    private final Invocations invocations;

    StageCalls(Invocations invocations) {
        this.invocations = invocations;
    }

    /** A streamed answer is collected. Never blocks. */
    CompletableFuture<Answer> begin(
            AccountId account, FunctionRef function, Event event, RunWatcher watcher) {
        return invocations.begin(account, function, event, AnswerStream.NONE, watcher);
    }

    /** By whoever calls a function of a catalog outside of a run; blocks until it has ended. */
    Content alone(AccountId account, FunctionRef function, Content event) {
        Answer answer = invocations.invoke(account, function, event(event, TraceContext.NONE));
        return switch (answer) {
            case Answer.Succeeded(var _, byte[] payload, String contentType) ->
                    new Content(payload, contentType);
            case Answer.Streamed _ -> throw new IllegalStateException("a stream nobody asked for");
            case Answer.Failed failed ->
                    throw new RefusedException(failed.code(), failed.message());
        };
    }

    private static Event event(Content content, TraceContext trace) {
        return event(content, trace, Lineage.FIRST);
    }

    static Event event(Content content, TraceContext trace, Lineage lineage) {
        return new Event(content.bytes(), content.type(), SOURCE, trace, null, lineage);
    }
}
