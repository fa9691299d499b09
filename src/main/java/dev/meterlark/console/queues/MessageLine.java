package dev.meterlark.console.queues;

import dev.meterlark.console.FunctionText;
import dev.meterlark.console.Show;
import dev.meterlark.storage.queue.LyingMessage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A message in its queue.
 *
 * @param begins the first line of its body, or some of it
 * @param cut says that there is more of the body; null when there is not
 */
record MessageLine(
        String id,
        String state,
        String mood,
        String begins,
        String body,
        @Nullable String cut,
        List<String> attributes,
        @Nullable String group,
        @Nullable String givenUpBy,
        int receives,
        String bytes,
        Instant sentAt,
        Instant dueAt) {

    private static final int BEGINNING = 120;

    static MessageLine of(LyingMessage message) {
        String body = FunctionText.plain(message.body());
        return new MessageLine(
                message.id().toString(),
                message.state().replace('-', ' '),
                mood(message.state()),
                beginning(body),
                body,
                message.cut() ? "Only its beginning is shown." : null,
                message.attributes().entrySet().stream()
                        .map(each -> FunctionText.plain(each.getKey() + " = " + each.getValue()))
                        .sorted()
                        .toList(),
                message.group(),
                message.givenUpBy(),
                message.receives(),
                Show.bytes(message.bytes()),
                message.sentAt(),
                message.dueAt());
    }

    private static String mood(String state) {
        return switch (state) {
            case "waiting" -> "good";
            case "in-flight" -> "warn";
            default -> "";
        };
    }

    private static String beginning(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() <= BEGINNING ? line : line.substring(0, BEGINNING) + "…";
    }
}
