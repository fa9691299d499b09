package dev.meterlark;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

import tools.jackson.databind.JsonNode;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An installation of the first release comes up under this one with all that it knew. */
@MeterlarkTest
@ContextConfiguration(
        initializers = {TestDatabase.class, OnlyTheProduct.class, EarlierRelease.class})
@TestPropertySource(
        properties = {
            "meterlark.function.unused-packages-for=36500d",
            "meterlark.telemetry.by-plan=false",
            "meterlark.telemetry.history-age=36500d",
            "meterlark.telemetry.log-age=36500d"
        })
class UpgradeTests {

    private static final String TOKEN =
            "mlk_MLAKUPGRADEKEPTTESTS_TheSecretOfAnEarlierReleaseThatStaysGood4FUlVe";

    /** Columns that have another name now, by table and the name they had. */
    private static final Map<String, String> RENAMED =
            Map.of("functions.concurrency", "max_concurrency");

    @LocalServerPort int port;
    @Autowired JdbcClient database;
    @Autowired EarlierRelease earlier;

    @Test
    void anInstallationOfTheFirstReleaseComesUpWithAllItKnewAndGoesOn() {
        everyRowIsThereAsItWas();
        whoWasThereIsKnownAndFindsTheirThings();
        whatIsMadeNowIsMadeOnTopOfIt();
    }

    private void everyRowIsThereAsItWas() {
        earlier.rows()
                .forEach(
                        (table, rows) -> {
                            assertThat(rows)
                                    .as("rows of the first release in " + table)
                                    .isNotEmpty();
                            List<Map<String, String>> now =
                                    database
                                            .sql("select * from " + table)
                                            .query()
                                            .listOfRows()
                                            .stream()
                                            .map(UpgradeTests::texts)
                                            .toList();
                            for (Map<String, Object> row : rows) {
                                Map<String, String> wanted = renamed(table, texts(row));
                                assertThat(now)
                                        .as("rows of " + table)
                                        .anySatisfy(
                                                found ->
                                                        assertThat(found)
                                                                .containsAllEntriesOf(wanted));
                            }
                        });
    }

    private void whoWasThereIsKnownAndFindsTheirThings() {
        Asked asked = new Asked(port);

        JsonNode functions = json(asked.ask("GET", "/api/v1/functions", TOKEN, ""));
        JsonNode usage =
                json(asked.ask("GET", "/api/v1/usage?from=2026-11-23&to=2026-11-24", TOKEN, ""));
        JsonNode audit = json(asked.ask("GET", "/api/v1/audit", TOKEN, ""));

        assertThat(functions.at("/items/0/name").asString()).isEqualTo("hello");
        assertThat(usage.at("/total/calls").asInt()).isEqualTo(2);
        assertThat(usage.at("/total/price").asString()).isEqualTo("0.000000010416666666666667");
        assertThat(audit.at("/items/0/number").asInt()).isEqualTo(2);
    }

    private void whatIsMadeNowIsMadeOnTopOfIt() {
        Asked asked = new Asked(port);
        String second =
                "{\"name\": \"second\", \"runtime\": \"nodejs\", \"handler\": \"index.handler\"}";

        var made = asked.ask("POST", "/api/v1/functions", TOKEN, second);
        var taken =
                asked.ask("POST", "/api/v1/functions", TOKEN, second.replace("second", "hello"));

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(409);
        JsonNode audit = json(asked.ask("GET", "/api/v1/audit", TOKEN, ""));
        assertThat(audit.at("/items/0/number").asInt()).isEqualTo(3);
    }

    private static Map<String, String> renamed(String table, Map<String, String> row) {
        Map<String, String> renamed = new TreeMap<>();
        row.forEach(
                (column, value) ->
                        renamed.put(RENAMED.getOrDefault(table + "." + column, column), value));
        if (table.equals("vault_check")) {
            renamed.remove("sealed"); // it is sealed at the first start with a master key
        }
        return renamed;
    }

    private static Map<String, String> texts(Map<String, Object> row) {
        Map<String, String> texts = new TreeMap<>();
        row.forEach((column, value) -> texts.put(column.toLowerCase(Locale.ROOT), text(value)));
        return texts;
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? HexFormat.of().formatHex(bytes)
                : String.valueOf(value);
    }
}
