package dev.meterlark.runtime;

import java.io.IOException;

/** One connection and the calls that come through it, one after the other. */
final class Lane {

    static final String TRACE_HEADER = "com.amazonaws.xray.traceHeader";

    private final RuntimeClient client;
    private final EventHandler handler;
    private final boolean alone;

    /**
     * @param alone whether no other call runs meanwhile: then all that is printed is this call's,
     *     and the whole process may know its trace
     */
    Lane(RuntimeClient client, EventHandler handler, boolean alone) {
        this.client = client;
        this.handler = handler;
        this.alone = alone;
    }

    /** Until the platform ends the conversation. */
    void serve() throws IOException {
        Event event = client.next();
        while (event != null) {
            event = run(event);
        }
    }

    /** Runs one call, and returns the event behind it. */
    private Event run(Event event) throws IOException {
        String id = event.requestId();
        if (alone && event.traceId() != null) {
            System.setProperty(TRACE_HEADER, event.traceId());
        }
        CallOutput.Call call = alone ? CallOutput.NO_CALL : CallOutput.begin(id);
        AnswerOutput output = new AnswerOutput(client, id);
        Outcome outcome = null;
        ErrorReport report = null;
        try {
            outcome = handler.handle(event, output);
            output.finish();
        } catch (Throwable failure) {
            report = ErrorReport.of(failure, id);
            report.print();
        } finally {
            output.end();
            call.end();
        }
        if (report != null) {
            return fail(id, report, output.streaming());
        }
        return output.streaming() ? client.endStreamAndNext() : client.answerAndNext(id, outcome);
    }

    private Event fail(String id, ErrorReport report, boolean streaming) throws IOException {
        if (!report.fatal()) {
            return streaming ? client.failStreamAndNext(report) : client.failAndNext(id, report);
        }
        if (streaming) {
            client.failStream(report);
        } else {
            client.fail(id, report);
        }
        System.exit(1);
        return null;
    }
}
