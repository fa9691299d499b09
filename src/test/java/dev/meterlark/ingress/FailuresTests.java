package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;

/** What clients are told when a function, or the platform, has failed. */
class FailuresTests {

    private static final String[] REQUEST = {"GET / HTTP/1.1", "Host: says.acme.fn.localhost"};

    @TempDir Path data;

    private IngressNode node;

    @BeforeEach
    void start() throws IOException {
        node = new IngressNode(data);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fails", "fails-to-load", "exits", "never-answers", "answers-too-much"})
    void aFunctionThatFailsIsA502WithOurWordForItAndNothingElse(String handler) throws IOException {
        node.publish(node.says.handler(handler).revision(2));

        Wire.Answer answer = node.ask(REQUEST);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).isEqualTo("Internal Server Error");
        assertThat(answer.header("meterlark-error")).startsWith("function.");
        assertThat(answer.headers()).containsKey("meterlark-invocation-id");
        assertThat(answer.headers().toString()).doesNotContain("it broke");
    }

    @Test
    void whatThePlatformCannotDoIsItsOwnFaultAndMayBeTriedAgain() throws IOException {
        node.workers().end("says", new Ending.NoneFree("full"));

        Wire.Answer answer = node.ask(REQUEST);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(answer.header("meterlark-error")).isEqualTo("platform.busy");
        assertThat(answer.body()).doesNotContain("full");
    }

    @Test
    void aFunctionWithoutCodeIsNoneOfTheClientsFaults() throws IOException {
        node.publish(node.says.withoutCode().revision(2));

        assertThat(node.ask(REQUEST).status()).isEqualTo(502);
    }
}
