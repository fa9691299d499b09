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
        var fact = new ComparePage.Fact(text, text, text + "2");
        var form = new CallForm("failed", text, text, text, text, text, "");
        String address = form.older("/calls", text);
        var view = new CallListPages.View("/calls", address, address, "/calls/recent", address);
        return Map.of(
                "calls/all",
                with.model(
                        "calls",
                        rows(),
                        "view",
                        view,
                        "form",
                        form,
                        "fn",
                        with.head(),
                        "keptFor",
                        text),
                "calls/settings",
                with.model("kept", true, "calls", text, "logs", text, "contents", text),
                "calls/call-waiting",
                with.model(
                        "waiting",
                        new WaitingCall(
                                Filling.ID, text, text, Filling.NOW, Filling.NOW, text, true)),
                "calls/compare",
                with.model(
                        "left",
                        call(),
                        "right",
                        call(),
                        "facts",
                        List.of(fact),
                        "texts",
                        List.of(
                                ComparePage.Text.of("Event", text + "\nsame", "other\nsame"),
                                ComparePage.Text.of("Log", "", ""))),
                "calls/call",
                one());
    }

    private Map<String, Object> one() {
        var outcome = new Outcome(false, false, text);
        var bars = PhaseBar.of(1, 2, 3, 4);
        var rows =
                List.of(
                        new Waterfall.Row(Filling.ID, text, 0, outcome, "", "9 ms", "0 USD", bars),
                        new Waterfall.Row(
                                Filling.ID, text, 8, outcome, "+1 ms", "3 ms", "0 USD", bars));
        var body = new ContentView.Body(text, text, text);
        return with.model(
                "call",
                call(),
                "attempt",
                2,
                "attempts",
                List.of(
                        new OneCallPage.AttemptLink(1, outcome),
                        new OneCallPage.AttemptLink(2, outcome)),
                "lineage",
                new CallOrigin(Filling.ID, 1, text, text),
                "waterfall",
                new Waterfall(rows, "9 ms", "0.1 USD", true),
                "kept",
                new ContentView(body, body, true),
                "log",
                new LogText(text, text));
    }

    public List<CallRow> rows() {
        return List.of(callRow(true), callRow(false));
    }

    public CallRow callRow(boolean ok) {
        return new CallRow(
                UUID.randomUUID().toString(),
                text,
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
