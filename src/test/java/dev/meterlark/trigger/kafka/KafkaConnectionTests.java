package dev.meterlark.trigger.kafka;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;

/** Clusters by names of the account's own. */
@MeterlarkTest
class KafkaConnectionTests {

    private static final String ALL = "/api/v1/kafka-connections";
    private static final String ONE = ALL + "/events";
    private static final String WISH =
            """
            {"name": "events", "brokers": [{"host": "%s"}],
             "security": {"tls": true, "sasl": {"mechanism": "PLAIN", "user": "u"%s}}}
            """;

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    private Tenants.Tenant owner;

    @BeforeEach
    void settle() {
        owner = tenants.newOwner();
    }

    @Test
    void aConnectionIsShownWithoutItsPasswordAndEndsWithItsName() {
        HttpResponse<String> made = ask("POST", ALL, wish("a.example", true));

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).contains(ONE);
        assertThat(made.body()).contains("\"user\":\"u\"").doesNotContain("hunter2", "assword");
        assertThat(ask("GET", ONE, "").body()).isEqualTo(made.body());
        assertThat(json(ask("GET", ALL, "")).path("items")).hasSize(1);
        assertThat(ask("POST", ALL, wish("a.example", true)).statusCode()).isEqualTo(409);
        assertThat(ask("DELETE", ONE, "").statusCode()).isEqualTo(204);
        assertThat(ask("GET", ONE, "").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/api/v1/audit", "").body())
                .contains("kafka-connection.created", "kafka-connection.deleted")
                .doesNotContain("hunter2");
    }

    @Test
    void aPasswordStaysForItsBrokersAndIsSentToNoOthers() {
        assertThat(ask("POST", ALL, wish("a.example", false)).body())
                .contains("security.sasl.password is missing");
        ask("POST", ALL, wish("a.example", true));

        assertThat(ask("PUT", ONE, wish("a.example", false)).statusCode()).isEqualTo(200);
        HttpResponse<String> elsewhere = ask("PUT", ONE, wish("b.example", false));
        assertThat(elsewhere.statusCode()).isEqualTo(400);
        assertThat(elsewhere.body()).contains("has to be given again");
        assertThat(ask("PUT", ONE, wish("b.example", true)).body()).contains("b.example");
        assertThat(
                        ask("PUT", ONE, "{\"name\": \"other\", \"brokers\": [{\"host\": \"a\"}]}")
                                .body())
                .contains("name is decided when a connection is made");
    }

    @Test
    void aPolicyMayNameAConnectionThatIsThereAndATopicThatMayBe() {
        ask("POST", ALL, "{\"name\": \"events\", \"brokers\": [{\"host\": \"a.example\"}]}");
        ask("POST", "/api/v1/functions", "{\"name\": \"hello\", \"runtime\": \"nodejs\"}");

        assertThat(told("events", "ends", "\"key\": \"k\"").body())
                .contains("\"connection\":\"events\"", "\"topic\":\"ends\"", "\"key\":\"k\"");
        assertThat(told("gone", "ends", "\"key\": \"k\"").body())
                .contains("there is no Kafka connection 'gone' to tell");
        assertThat(told("events", "a/b", "\"key\": \"k\"").body()).contains("topic must be");
        assertThat(told("events", "ends", "\"bucket\": \"b\"").body())
                .contains("onFailure of type kafka has no bucket");
    }

    private HttpResponse<String> told(String connection, String topic, String more) {
        return ask(
                "PUT",
                "/api/v1/functions/hello/async",
                "{\"onFailure\": {\"type\": \"kafka\", \"connection\": \"%s\", \"topic\": \"%s\", %s}}"
                        .formatted(connection, topic, more));
    }

    private static String wish(String host, boolean password) {
        return WISH.formatted(host, password ? ", \"password\": \"hunter2\"" : "");
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port).ask(method, path, owner.token(), body);
    }
}
