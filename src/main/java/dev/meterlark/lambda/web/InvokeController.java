package dev.meterlark.lambda.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.EventIntake;
import dev.meterlark.invocation.Invocations;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** AWS Lambda's Invoke. */
@RestController
class InvokeController {

    private final Invocations invocations;
    private final ObjectProvider<AsyncCalls> asyncCalls;
    private final EventIntake intake;
    private final LogTails tails;
    private final String region;
    private final InstantSource clock;

    InvokeController(
            Invocations invocations,
            ObjectProvider<AsyncCalls> asyncCalls,
            EventIntake intake,
            LogTails tails,
            @Value("${meterlark.region:us-east-1}") String region,
            InstantSource clock) {
        this.invocations = invocations;
        this.asyncCalls = asyncCalls;
        this.intake = intake;
        this.tails = tails;
        this.region = region;
        this.clock = clock;
    }

    @PostMapping("/2015-03-31/functions/{function}/invocations")
    @Access(value = Permission.FUNCTIONS_INVOKE, asksWhichFunction = true)
    void invoke(
            Caller caller,
            @PathVariable String function,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var asked = new InvokeRequest(request);
        NamedFunction named = NamedFunction.parse(function, asked.qualifier(), caller, region);
        String arn = named.arn(region, caller.accountNumber());
        if (!caller.may(Permission.FUNCTIONS_INVOKE, named.name())) {
            throw LambdaException.denied(
                    "User: %s is not authorized to perform: lambda:InvokeFunction on resource: %s because no identity-based policy allows the lambda:InvokeFunction action"
                            .formatted(Identity.of(caller).arn(), arn));
        }
        InvokeRequest.Type type = asked.type();
        boolean wantsTail = asked.wantsTail();
        try (EventIntake.Taken body =
                intake.take(request.getInputStream(), request.getContentLengthLong())) {
            Event event = asked.event(body.payload(), caller);
            var call = new Call(caller.account(), named, arn, event);
            switch (type) {
                case REQUEST_RESPONSE -> run(call, wantsTail, response);
                case EVENT -> accept(call, response);
                case DRY_RUN -> check(call, response);
            }
        }
    }

    /** What is to be called, and with what. */
    private record Call(AccountId account, NamedFunction named, String arn, Event event) {

        /** What AWS says in words of its own. */
        <T> T translated(Supplier<T> step) {
            try {
                return step.get();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RefusedException refusal ? inTheirs(refusal) : e;
            } catch (RefusedException e) {
                throw inTheirs(e);
            }
        }

        private RuntimeException inTheirs(RefusedException refusal) {
            return Refusals.of(refusal, event.payload(), named, arn);
        }
    }

    private void check(Call call, HttpServletResponse response) {
        call.translated(
                () -> {
                    invocations.requireCallable(call.account(), call.named().ref());
                    return call;
                });
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private void run(Call call, boolean wantsTail, HttpServletResponse response)
            throws IOException {
        Instant arrival = clock.instant();
        InvocationId id = InvocationId.at(arrival);
        response.setHeader("X-Amzn-Trace-Id", invocations.span(call.event().trace(), id).amazon());
        if (!wantsTail) {
            InvokeAnswer.write(answer(call, id, arrival), null, response);
            return;
        }
        try (LogTails.Tail tail = tails.of(id)) {
            Answer answer = answer(call, id, arrival);
            InvokeAnswer.write(answer, tail.text(), response);
        }
    }

    private Answer answer(Call call, InvocationId id, Instant arrival) {
        return call.translated(
                () ->
                        invocations
                                .begin(
                                        id,
                                        arrival,
                                        call.account(),
                                        call.named().ref(),
                                        call.event(),
                                        AnswerStream.NONE)
                                .join());
    }

    private void accept(Call call, HttpServletResponse response) {
        AsyncCalls calls = asyncCalls.getIfAvailable();
        if (calls == null) {
            throw LambdaException.of(
                    400,
                    "InvalidParameterValueException",
                    "The invocation type Event is not offered here: there is no queue for calls"
                            + " that nobody waits for.");
        }
        Accepted accepted =
                call.translated(
                        () ->
                                calls.accept(
                                                call.account(),
                                                call.named().ref(),
                                                call.event(),
                                                AsyncTerms.NOW)
                                        .join());
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
        response.setHeader("x-amzn-RequestId", accepted.id().toString());
        response.setHeader(
                "X-Amzn-Trace-Id", invocations.span(call.event().trace(), accepted.id()).amazon());
        response.setContentLength(0);
    }
}
