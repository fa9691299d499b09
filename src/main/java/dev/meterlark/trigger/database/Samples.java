package dev.meterlark.trigger.database;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An event of the right shape. */
final class Samples {

    private static final JsonMapper JSON = new JsonMapper();

    private Samples() {}

    static JsonNode update(DatabaseTrigger trigger) {
        String table = trigger.watched().getFirst();
        int dot = table.indexOf('.');
        boolean schemas = trigger.kind() == Engine.POSTGRESQL;
        return JSON.readTree(
                """
                {"specversion": "1.0", "id": "24023128-0",
                 "source": "%s://%s:%d/%s", "type": "dev.meterlark.database.change",
                 "subject": "%s", "time": "2026-01-01T00:00:00Z",
                 "datacontenttype": "application/json",
                 "data": {"op": "u", "before": {"id": 1, "total": "10.00"},
                  "after": {"id": 1, "total": "12.50"},
                  "source": {"connector": "%s", "db": "%s", %s"table": "%s",
                   "ts_ms": 1767225600000}}}
                """
                        .formatted(
                                trigger.engine(),
                                trigger.place(),
                                trigger.number(),
                                trigger.name(),
                                table,
                                trigger.engine(),
                                trigger.name(),
                                schemas
                                        ? "\"schema\": \"%s\", ".formatted(table.substring(0, dot))
                                        : "",
                                table.substring(dot + 1)));
    }
}
