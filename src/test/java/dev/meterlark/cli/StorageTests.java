package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Path;

class StorageTests {

    @TempDir Path home;
    private FakePlatform platform;

    @Test
    void keysAreEncodedPartByPart() {
        assertThat(StoragePaths.keyed("/buckets/images", "objects", "a b/c+d/ü?#"))
                .isEqualTo("/buckets/images/objects/a%20b/c%2Bd/%C3%BC%3F%23");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all-orders | {\"queue\":\"all-orders\"} | all-orders",
                "queue:q | {\"queue\":\"q\"} | q",
                "function:mail | {\"function\":\"mail\"} | function:mail",
                "pipeline:pay:3 | {\"pipeline\":\"pay\",\"qualifier\":\"3\"} | pipeline:pay:3",
                "https://a.example:8/b | {\"webhook\":\"https://a.example:8/b\"} |"
                        + " https://a.example:8/b"
            })
    void whoGetsATopicsEventsIsShownAsItIsTyped(String typed, String sent, String shown) {
        ObjectNode wish = SubscriberText.parse(typed);

        assertThat(wish).hasToString(sent);
        assertThat(SubscriberText.of(wish)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka:c:t | {\"type\":\"kafka\",\"connection\":\"c\",\"topic\":\"t\"} |"
                        + " kafka:c:t:",
                "kafka:c:t:k:1 |"
                    + " {\"type\":\"kafka\",\"connection\":\"c\",\"topic\":\"t\",\"key\":\"k:1\"} |"
                    + " kafka:c:t:k:1"
            })
    void aDestinationInAKafkaTooAndItsKey(String typed, String sent, String shown) {
        JsonNode destination = DestinationText.parse(typed);

        assertThat(destination).hasToString(sent);
        assertThat(DestinationText.of(destination)).isEqualTo(shown);
    }

    @BeforeEach
    void start() throws IOException {
        platform = new FakePlatform();
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue show a/b", "topic show ../x", "bucket show ?", "table show a/b"})
    void aNameThatIsNoneIsNotSent(String command) {
        var seen = new Typed(home).loggedInTo(platform).lark(command.split(" "));

        assertThat(seen.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(seen.err()).contains("name holds letters, digits");
    }

    @ParameterizedTest
    @CsvSource({
        "topic, subscribe orders q --filter {, --filter",
        "topic, publish o t --data {, --data",
        "trigger, create f topic --filter {, --filter"
    })
    void whatIsNoJsonIsNotSent(String verb, String rest, String option) {
        var seen = new Typed(home).lark((verb + " " + rest).split(" "));

        assertThat(seen.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(seen.err()).contains(option + " is no JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "queue, create",
        "queue, receive",
        "queue, redrive",
        "topic, subscribe",
        "topic, secret",
        "kafka-connection, create",
        "kafka-connection, change",
        "kafka-connection, test",
        "topic, publish",
        "trigger, list",
        "trigger, create",
        "trigger, change",
        "trigger, test",
        "trigger, secret",
        "route, list",
        "route, create",
        "route, change",
        "bucket, put",
        "bucket, get",
        "bucket, empty",
        "table, create",
        "table, put",
        "table, find",
        "table, show"
    })
    void whatStandsBehindThemExplainsItselfWithExamples(String group, String verb) {
        var seen = new Typed(home).lark(group, verb, "--help");

        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).contains("Examples:", "  lark " + group + " " + verb);
        assertThat(seen.out()).doesNotContain("${", "\u001b");
    }
}
