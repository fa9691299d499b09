package dev.meterlark.console.operator;

import dev.meterlark.console.Filling;
import dev.meterlark.worker.ControlReading;
import dev.meterlark.worker.ControlReading.Holds;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.RuntimeOffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Models of the operator's pages. */
public final class OperatorModels {

    private final Filling with;
    private final String text;

    public OperatorModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        return Map.of(
                "operator/isolation",
                isolation(),
                "operator/operator",
                with.model(
                        "accounts",
                        List.of(accountRow()),
                        "isolation",
                        new IsolationReport("T1", text, text),
                        "runtimes",
                        List.of(new RuntimeOffer("nodejs20", "nodejs", text)),
                        "link",
                        text));
    }

    private Map<String, Object> isolation() {
        List<IsolationPage.Row> rows = new ArrayList<>();
        for (Holds holds : Holds.values()) {
            rows.add(IsolationPage.Row.of(new ControlReading("C1", text, holds, text, text)));
        }
        return with.model(
                "isolation",
                new IsolationReport("T1", text, text),
                "holding",
                1,
                "failing",
                1,
                "open",
                2,
                "controls",
                rows);
    }

    private OperatorPage.Row accountRow() {
        return new OperatorPage.Row(
                UUID.randomUUID().toString(), text, text, text, "open", false, Filling.NOW);
    }
}
