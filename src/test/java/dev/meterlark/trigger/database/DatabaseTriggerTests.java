package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class DatabaseTriggerTests {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void whatIsNotSaidIsSafe() {
        DatabaseTrigger trigger =
                read(
                        """
                        {"engine": "postgresql", "host": "db.example.org", "database": "shop",
                         "user": "reader", "password": "s", "tables": ["orders"]}
                        """);

        assertThat(trigger.number()).isEqualTo(5432);
        assertThat(trigger.privacy()).isEqualTo(new Tls("verify-full", null));
        assertThat(trigger.watched()).containsExactly("public.orders");
        assertThat(trigger.wanted()).containsExactlyInAnyOrder("create", "update", "delete");
        assertThat(trigger.beginsWithRows()).isFalse();
        assertThat(trigger.choices().shards()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jdbc:postgresql://db/shop   | not a connection string
                    postgresql://db:5432/shop   | not a connection string
                    reader@db.example.org       | may hold no user
                    db1.example.org,db2         | a list
                    db.example.org:5432         | may hold no port
                    db.example.org/shop?a=b     | a name or an address
                    db.example.org;x=y          | a name or an address
                    db.example.org&socketFactory=x | a name or an address
                    (address=(host=db))         | a name or an address
                    -                           | a name or an address
                    """)
    void aHostIsAHostAndNothingElse(String host, String refusal) {
        assertThatThrownBy(() -> Asked.host(host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(refusal);
    }

    @Test
    void namesAndAddressesAreHosts() {
        for (String host : List.of("db", "db.example.org.", "10.1.2.3", "fd00::1", "a_b-c.d")) {
            assertThat(Asked.host(host)).isEqualTo(host);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "engine": "oracle"                | engine is one of postgresql, mariadb, mysql, was: oracle
                    "engine": null                    | engine is missing
                    "port": 0                         | port is 1 to 65535, was: 0
                    "database": "shop?ssl=false"      | database is its name
                    "user": ""                        | user is missing
                    "tables": []                      | tables names no table
                    "tables": ["public.*"]            | a table is named as
                    "tables": ["a.b.c"]               | a table is named as
                    "operations": ["truncate"]        | operations are create, update and delete
                    "snapshot": "always"              | snapshot is none or initial
                    "tls": {"mode": "prefer"}         | tls.mode is verify-full
                    "tls": {"mode": "disable", "caCertificate": "x"} | tls.caCertificate is looked at by
                    "tls": {"caCertificate": "x"}     | tls.caCertificate is no certificate in PEM
                    "options": {"socketFactory": "x"} | options are publication, shards, warnAt
                    "options": {"shards": "17"}       | options.shards is 1 to 16
                    "options": {"publication": "a b"} | database is its name
                    "options": {"warnAt": "much"}     | options.warnAt is a size
                    """)
    void everyOtherValueIsLookedAtToo(String member, String refusal) {
        Map<String, Object> asked =
                new LinkedHashMap<>(
                        Map.of(
                                "engine", "postgresql",
                                "host", "db",
                                "database", "shop",
                                "user", "reader",
                                "password", "s",
                                "tables", List.of("orders")));
        asked.putAll(JSON.readValue("{" + member + "}", Map.class));

        assertThatThrownBy(() -> read(JSON.writeValueAsString(asked)))
                .hasStackTraceContaining("IllegalArgumentException: " + refusal);
    }

    @Test
    void mariaDbsTablesAreOfItsDatabase() {
        String asked =
                """
                {"engine": "mariadb", "host": "db", "database": "shop", "user": "reader",
                 "password": "s", "tables": ["orders", "%s"]}
                """;

        assertThat(read(asked.formatted("shop.lines")).watched())
                .containsExactly("shop.orders", "shop.lines");
        assertThatThrownBy(() -> read(asked.formatted("other.lines")))
                .rootCause()
                .hasMessageContaining("tables are of the database shop, was: other.lines");
    }

    @Test
    void noTextOfItHoldsThePassword() {
        DatabaseTrigger trigger =
                read(
                        """
                        {"engine": "postgresql", "host": "db", "database": "shop",
                         "user": "reader", "password": "hush-hush", "tables": ["orders"]}
                        """);

        assertThat(trigger.toString()).doesNotContain("hush");
        assertThat(JSON.writeValueAsString(Shown.of(trigger.sealed("c2VhbGVk"))))
                .doesNotContain("hush", "c2VhbGVk", "assword");
    }

    private static DatabaseTrigger read(String json) {
        return JSON.readValue(json, DatabaseTrigger.class);
    }
}
