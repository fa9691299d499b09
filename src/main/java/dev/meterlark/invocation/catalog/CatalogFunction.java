package dev.meterlark.invocation.catalog;

import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;

import org.springframework.messaging.Message;

import java.util.function.Function;

/**
 * A tenant's function as Spring Cloud Function sees it. It blocks until its call has ended, and
 * runs on a virtual thread. Within a run it is the run's next stage.
 */
record CatalogFunction(AccountId account, FunctionRef function, StageCalls calls)
        implements Function<Message<byte[]>, Message<byte[]>> {

    @Override
    public Message<byte[]> apply(Message<byte[]> message) {
        Content event = Content.of(message);
        Content answer =
                PipelineRun.CURRENT.isBound()
                        ? PipelineRun.CURRENT.get().stage(account, function, event)
                        : calls.alone(account, function, event);
        return answer.message();
    }
}
