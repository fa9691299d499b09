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
        LogForm form = new LogForm(text, "warn", text, text, "1h", text, text, text);
        return Map.of(
                "logs/logs",
                with.model(
                        "fn",
                        with.head(),
                        "form",
                        form,
                        "keptFor",
                        text,
                        "levels",
                        LogForm.LEVELS,
                        "times",
                        LogForm.TIMES,
                        "view",
                        new LogPages.View(
                                "/functions/hello/logs",
                                List.of(line("none"), line("warn"), line("error")),
                                form.address("/functions/hello/logs", "next"),
                                Filling.NOW,
                                null,
                                form.address("/functions/hello/logs/file", null))));
    }

    private LogPages.Line line(String level) {
        return new LogPages.Line(Filling.ID, text, Filling.NOW, level, Ink.of(text));
    }
}
