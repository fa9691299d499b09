package dev.meterlark.invocation;

import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.InstantSource;
import java.util.List;

/** Hands events and answers of calls to whoever keeps some of them. */
@Component
class Contents {

    private static final Logger LOG = LoggerFactory.getLogger(Contents.class);

    private final InstantSource clock;
    private final List<ContentSink> sinks;

    Contents(InstantSource clock, ObjectProvider<ContentSink> sinks) {
        this.clock = clock;
        this.sinks = sinks.orderedStream().toList();
    }

    void hand(InvocationRecord record, Event event, RunReport report) {
        switch (report.ending()) {
            case Ending.Succeeded(byte[] payload, String type) ->
                    hand(record, event, payload, type);
            case Ending.FunctionFailed(String _, String _, byte[] payload) ->
                    hand(record, event, payload, Event.JSON);
            case Ending.InitFailed(String _, String _, byte[] payload) ->
                    hand(record, event, payload, Event.JSON);
            case Ending.Streamed(long _, String type) -> hand(record, event, null, type);
            case Ending.TimedOut _,
                    Ending.ResponseTooLarge _,
                    Ending.SandboxLost _,
                    Ending.NotStarted _,
                    Ending.NoneFree _,
                    Ending.GivenUp _ ->
                    hand(record, event, null, null);
        }
    }

    void hand(
            InvocationRecord record,
            Event event,
            byte @Nullable [] answer,
            @Nullable String answerType) {
        if (sinks.isEmpty()) {
            return;
        }
        var content =
                new CallContent(
                        record.invocation(),
                        record.attempt(),
                        record.account(),
                        record.function(),
                        clock.instant(),
                        record.errorCode() != null,
                        event.payload(),
                        event.contentType(),
                        answer,
                        answerType);
        for (ContentSink sink : sinks) {
            try {
                sink.accept(content);
            } catch (RuntimeException e) {
                LOG.warn("event and answer of call {} were not taken", record.invocation(), e);
            }
        }
    }
}
