package dev.meterlark.console.operator;

import dev.meterlark.console.Chart;
import dev.meterlark.console.Filling;
import dev.meterlark.nodes.Node;
import dev.meterlark.nodes.NodeHistory;
import dev.meterlark.nodes.NodeReading;
import dev.meterlark.worker.ControlReading;
import dev.meterlark.worker.ControlReading.Holds;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.RuntimeOffer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
        Map<String, Map<String, Object>> all = new HashMap<>(accounts());
        all.put("operator/isolation", isolation());
        all.put("operator/operator", overview());
        all.put(
                "operator/nodes",
                with.model(
                        "nodes",
                        List.of(node(true), node(false)),
                        "range",
                        NodeCharts.Range.HOUR,
                        "ranges",
                        NodeCharts.Range.values(),
                        "charts",
                        charts()));
        all.put(
                "operator/deliveries",
                with.model(
                        "deliveries",
                        List.of(
                                new GivenUpPages.Row(
                                        Filling.ID,
                                        Filling.ID,
                                        text,
                                        text,
                                        text,
                                        text,
                                        9,
                                        Filling.NOW)),
                        "next",
                        text));
        all.put(
                "operator/announcements",
                with.model(
                        "items",
                        List.of(
                                new AnnouncementPages.Row(
                                        Filling.ID, text, true, true, Filling.NOW, Filling.NOW)),
                        "next",
                        text,
                        "text",
                        text,
                        "tone",
                        "warning",
                        "hours",
                        3));
        return all;
    }

    private Map<String, Object> overview() {
        return with.model(
                "node",
                reading(),
                "queue",
                new OperatorPage.Queue("12", "3", "1", "8", false),
                "isolation",
                new IsolationReport("T1", text, text),
                "runtimes",
                List.of(new RuntimeOffer("nodejs20", "nodejs", text)));
    }

    private NodeReading reading() {
        return new NodeReading(
                text,
                4,
                300 << 20,
                900 << 20,
                3,
                5,
                2,
                0,
                1 << 30,
                4,
                1.5,
                77,
                "T1",
                List.of(text));
    }

    private List<Chart> charts() {
        Instant from = NodeCharts.Range.HOUR.from(Filling.NOW);
        UUID node = UUID.fromString(Filling.ID);
        return NodeCharts.of(
                NodeCharts.Range.HOUR,
                from,
                List.of(
                        new NodeHistory.Minute(node, text, from, 3, 1 << 20, 1 << 20, 10),
                        new NodeHistory.Minute(
                                node, text, from.plusSeconds(60), 4, 1 << 20, 1 << 20, 99)));
    }

    private NodePages.Row node(boolean here) {
        return NodePages.Row.of(
                new Node(
                        UUID.fromString(Filling.ID),
                        Filling.NOW,
                        Filling.NOW,
                        here,
                        !here,
                        reading()));
    }

    private Map<String, Map<String, Object>> accounts() {
        var account = new AccountRow(Filling.ID, text, text, text, "open", false, Filling.NOW);
        var limits = new LimitsForm("100", "1000", text);
        return Map.of(
                "operator/accounts",
                with.model("accounts", List.of(account), "q", text, "next", text, "link", text),
                "operator/account",
                with.model(
                        "account",
                        account,
                        "limits",
                        limits,
                        "month",
                        with.usage(),
                        "owners",
                        List.of(text)),
                "operator/account-close",
                with.model("account", account),
                "operator/account-suspend",
                with.model("account", account),
                "operator/account-limits",
                with.model("account", account, "form", limits, "problem", text),
                "operator/account-act",
                with.model("account", account, "reason", text, "longest", 60, "minutes", 15));
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
}
