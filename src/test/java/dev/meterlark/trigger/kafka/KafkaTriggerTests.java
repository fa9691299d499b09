package dev.meterlark.trigger.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.FakeVault;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/** Which triggers there may be, and what is shown and kept of them. */
class KafkaTriggerTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<Broker> BROKERS = List.of(new Broker("kafka.example", null));

    @Test
    void whatIsNotSaidIsAsUsual() {
        KafkaTrigger trigger =
                read("{\"brokers\": [{\"host\": \"kafka.example\"}], \"topic\": \"orders\"}");

        assertThat(trigger.seeds()).hasToString("[kafka.example:9092]");
        assertThat(trigger.beginning()).isEqualTo("latest");
        assertThat(trigger.privacy()).isEqualTo(Security.NONE);
        assertThat(trigger.keys()).isEqualTo(Form.TEXT);
        assertThat(trigger.values()).isEqualTo(Form.JSON);
        assertThat(trigger.isInAwsShape()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | brokers must be 1 to 20",
                "{\"brokers\": [{\"host\": \"a:9092,b:9092\"}], \"topic\": \"t\"} | without port,"
                        + " protocol or list",
                "{\"brokers\": [{\"host\": \"SASL_SSL://a\"}], \"topic\": \"t\"} | 'SASL_SSL://a'",
                "{\"brokers\": [{\"host\": \"a\", \"port\": 0}], \"topic\": \"t\"} | port is 1 to"
                        + " 65535, was: 0",
                "{\"brokers\": [{\"host\": \"a\"}]} | topic must be",
                "{\"brokers\": [{\"host\": \"a\"}], \"topic\": \"a,b\"} | 'a,b'",
                "{\"brokers\": [{\"host\": \"a\"}], \"topic\": \"..\"} | '..'",
                "{\"brokers\": [{\"host\": \"a\"}], \"topic\": \"t\", \"group\": \"a b\"} | 'a b'",
                "{\"brokers\": [{\"host\": \"a\"}], \"topic\": \"t\", \"start\": \"now\"} | 'now'",
                "{\"brokers\": [{\"host\": \"a\"}], \"topic\": \"t\", \"start\": \"timestamp\"} |"
                        + " startAt",
                "{\"brokers\": [{\"host\": \"a\"}], \"topic\": \"t\", \"valueFormat\": \"avro\"} |"
                        + " 'avro'",
                "{\"brokers\": [{\"host\": \"a\"}], \"topic\": \"t\", \"shape\": \"gcp\"} | 'gcp'",
                "{\"brokers\": [{\"host\": \"a\"}], \"topic\": \"t\", \"security\":"
                        + " {\"caCertificate\": \"x\"}} | is for TLS",
                "{\"brokers\": [{\"host\": \"a\"}], \"topic\": \"t\", \"security\": {\"tls\": true,"
                        + " \"caCertificate\": \"x\"}} | caCertificate",
                "{\"brokers\": [{\"host\": \"a\"}], \"topic\": \"t\", \"security\": {\"sasl\":"
                        + " {\"mechanism\": \"GSSAPI\", \"user\": \"u\"}}} | 'GSSAPI'",
                "{\"brokers\": [{\"host\": \"a\"}], \"topic\": \"t\", \"security\": {\"sasl\":"
                        + " {\"mechanism\": \"PLAIN\"}}} | user is missing"
            })
    void whatCannotBeIsNamed(String body, String said) {
        assertThatThrownBy(() -> read(body)).hasStackTraceContaining(said);
    }

    @Test
    void aPasswordIsSealedForItsBrokersAndShownNowhere() {
        var passwords = new Passwords(new FakeVault());
        Security given = security("hunter2");

        String sealed = passwords.sealed("a/trigger/1", BROKERS, given, null);

        assertThat(sealed).doesNotContain("hunter2");
        assertThat(passwords.open("a/trigger/1", BROKERS, security(null), sealed))
                .isEqualTo("hunter2");
        assertThat(passwords.sealed("a/trigger/1", BROKERS, security(null), sealed))
                .isEqualTo(sealed);
        assertThatThrownBy(
                        () ->
                                passwords.sealed(
                                        "a/trigger/1",
                                        List.of(new Broker("evil.example", null)),
                                        security(null),
                                        sealed))
                .hasMessageContaining("given again");
        assertThatThrownBy(() -> passwords.open("a/trigger/2", BROKERS, security(null), sealed))
                .isInstanceOf(TroubleException.class);
        KafkaTrigger trigger =
                new KafkaTrigger(BROKERS, "t", "g", null, null, given, null, null, null, null)
                        .sealed(sealed);
        assertThat(JSON.writeValueAsString(trigger)).doesNotContain("hunter2");
        assertThat(JSON.writeValueAsString(ShownTrigger.of(trigger)))
                .doesNotContain("hunter2", String.valueOf(sealed), "password")
                .contains("\"user\":\"u\"");
        assertThat(given.toString() + trigger + new Connection(BROKERS, given, "hunter2"))
                .doesNotContain("hunter2");
    }

    @Test
    void awssShapeHasListsByPartitionAndNamesAnItemByPlaceAndOffset() {
        var shape = new AwsRecords("a:9092");
        JsonNode one = JSON.readTree("{\"topic\": \"t\", \"partition\": 0, \"offset\": 7}");
        JsonNode two = JSON.readTree("{\"topic\": \"t\", \"partition\": 1, \"offset\": 9}");

        JsonNode written = shape.written(List.of(one, two));

        assertThat(written.toString())
                .isEqualTo(
                        "{\"eventSource\":\"aws:kafka\",\"bootstrapServers\":\"a:9092\",\"records\":{"
                            + "\"t-0\":[{\"topic\":\"t\",\"partition\":0,\"offset\":7}],"
                            + "\"t-1\":[{\"topic\":\"t\",\"partition\":1,\"offset\":9}]}}");
        assertThat(AwsRecords.isOne(written)).isTrue();
        assertThat(AwsRecords.of(written).events(written)).containsExactly(one, two);
        assertThat(shape.idOf(two).toString()).isEqualTo("{\"partition\":\"t-1\",\"offset\":9}");
    }

    private static Security security(@Nullable String password) {
        return new Security(true, null, new Sasl("PLAIN", "u", password));
    }

    private static KafkaTrigger read(String body) {
        return JSON.readValue(body, KafkaTrigger.class);
    }
}
