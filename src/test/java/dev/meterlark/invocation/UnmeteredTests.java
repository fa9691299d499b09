package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.AccountId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The setting with which the benchmark finds out what metering costs. */
class UnmeteredTests {

    private final AccountId account = AccountId.random();

    @TempDir Path data;

    @Test
    void withoutMeteringACallIsAnsweredAndLeavesNoRecord() throws IOException {
        try (var node = node(Map.of("meterlark.invocation.unsafe-unmetered", "true"))) {
            assertThat(node.call(account, "echo", "{}")).isInstanceOf(Answer.Succeeded.class);
        }

        try (var node = node(Map.of())) {
            InvocationRecord metered = node.call(account, "echo", "{}").record();
            assertThat(node.records.awaitSize(1)).containsExactly(metered);
        }
    }

    private InvocationNode node(Map<String, String> settings) throws IOException {
        var node = new InvocationNode(data, settings);
        node.publish(Published.function(account, "echo"));
        return node;
    }
}
