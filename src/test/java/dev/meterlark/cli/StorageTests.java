package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
