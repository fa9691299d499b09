package dev.meterlark.console.logs;

import dev.meterlark.console.Filling;

import java.util.List;
import java.util.Map;

/** Models of the pages of logs. */
public final class LogModels {

    private final Filling with;
    private final String text;

    public LogModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        return Map.of(
                "logs/logs",
                with.model(
                        "fn",
                        with.head(),
                        "lines",
                        List.of(Map.of("time", Filling.NOW, "call", text, "text", text))));
    }
}
