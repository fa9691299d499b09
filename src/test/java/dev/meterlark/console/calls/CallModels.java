package dev.meterlark.console.calls;

import dev.meterlark.console.Filling;
import dev.meterlark.console.LogText;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Models of the pages of calls. */
public final class CallModels {

    private final Filling with;
    private final String text;

    public CallModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        return Map.of(
                "calls/calls",
                with.model("fn", with.head(), "calls", rows(), "next", text),
                "calls/call",
                with.model(
                        "call",
                        call(),
                        "log",
                        new LogText(text, text),
                        "answer",
                        new AnswerText(text, text)));
    }

    public List<CallRow> rows() {
        return List.of(callRow(true), callRow(false));
    }

    private CallRow callRow(boolean ok) {
        return new CallRow(
                UUID.randomUUID().toString(),
                Filling.NOW,
                new Outcome(ok, false, text),
                "3 ms",
                "4 ms",
                "0.1 USD",
                true,
                text);
    }

    public CallView call() {
        return new CallView(
                UUID.randomUUID().toString(),
                text,
                Filling.NOW,
                new Outcome(false, false, text),
                text,
                text,
                text,
                "3 ms",
                "4 ms",
                "0.1 USD",
                text,
                true,
                PhaseBar.of(1, 2, 3, 4),
                text,
                text,
                "1 of 128 MiB",
                "1 ms",
                "1 B in, 2 B out");
    }
}
