package dev.meterlark.console.home;

import dev.meterlark.console.Chart;
import dev.meterlark.console.Filling;
import dev.meterlark.console.calls.CallModels;

import java.util.List;
import java.util.Map;

/** A model of the first page. */
public final class HomeModels {

    private final Filling with;
    private final String text;

    public HomeModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        var glance =
                new Glance(
                        List.of(
                                new Glance.Fact("Calls", "1 234", ""),
                                new Glance.Fact("Errors", "7 %", "bad")),
                        List.of(chart("home-calls"), chart("home-latency")));
        return Map.of(
                "home/home",
                with.model(
                        "glance",
                        glance,
                        "concerns",
                        List.of(
                                Concern.bad(text, text, "/functions/" + text),
                                Concern.warn(text, "", "/dead-letters")),
                        "changed",
                        List.of(
                                new Recents.Changed(text, text, true, Filling.NOW),
                                new Recents.Changed(text, text, false, Filling.NOW)),
                        "failed",
                        List.of(new CallModels(with).callRow(false)),
                        "steps",
                        List.of(step("function", true), step("call", false))));
    }

    private FirstSteps.Step step(String key, boolean done) {
        return new FirstSteps.Step(key, done, text, text, text, "/functions/" + text, text);
    }

    private Chart chart(String id) {
        return new Chart(
                id,
                text,
                Chart.Kind.LINES,
                Chart.Unit.MICROS,
                List.of(Filling.NOW.minusSeconds(3600), Filling.NOW),
                List.of(new Chart.Series(text, List.of(1200.0, 4800.0))));
    }
}
