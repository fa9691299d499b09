package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class LogFollowerTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final List<StoredLog> stored = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private Instant now = NOON;

    /** A reader that stops listening, or does something, after so many pieces. */
    private final class Reader implements LogChannel {

        private int pieces;
        private Runnable atFirstHeartbeat = () -> {};

        @Override
        public void piece(LogPiece piece) {
            pieces++;
            heard.add(piece.text());
        }

        @Override
        public void heartbeat() {
            heard.add("(heartbeat)");
            atFirstHeartbeat.run();
        }

        @Override
        public void end(LogEnd reason) {
            heard.add("(end: %s)".formatted(reason.wireName()));
        }
    }

    @Test
    void aReaderThatFallsTooFarBehindIsSentAwayWithTheReason() throws Exception {
        var reader = new Reader();
        reader.atFirstHeartbeat =
                () -> {
                    IntStream.range(0, 60).forEach(i -> store("line " + i));
                    now = now.plus(Duration.ofMinutes(2));
                };

        follower(reader).run();

        assertThat(heard).containsExactly("(heartbeat)", "(end: too-slow)");
    }

    @Test
    void whatAReaderAsksForFromThePastIsNotItsLag() throws Exception {
        IntStream.range(0, 120).forEach(i -> store("line " + i));
        now = now.plus(Duration.ofMinutes(5));
        var reader = new Reader();
        reader.atFirstHeartbeat = () -> now = now.plus(Duration.ofHours(1));

        follower(reader).run();

        assertThat(reader.pieces).isEqualTo(120);
        assertThat(heard).endsWith("line 119", "(heartbeat)", "(end: time-limit)");
    }

    @Test
    void aReaderHearsWhenThePlatformStops() throws Exception {
        var reader = new Reader();
        var follower = follower(reader);
        reader.atFirstHeartbeat = () -> follower.end(LogEnd.SHUTDOWN);

        follower.run();

        assertThat(heard).containsExactly("(heartbeat)", "(end: shutdown)");
    }

    @Test
    void aReaderThatIsGoneHearsNothingMore() throws Exception {
        var reader = new Reader();
        var follower = follower(reader);
        reader.atFirstHeartbeat =
                () -> {
                    store("late");
                    follower.stop();
                };

        follower.run();

        assertThat(heard).containsExactly("(heartbeat)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 64})
    void piecesPutTogetherAreTheLog(int maxBytes) {
        var log = log(1, "ä€😀\n\nplain\r\nno end ä😀€");
        var text = new StringBuilder();

        int from = 0;
        while (from < log.bytes().length) {
            int end = log.pieceEnd(from, maxBytes);
            assertThat(end).isBetween(from + 1, from + maxBytes);
            if (maxBytes >= 4) {
                assertThat(log.text(from, end)).doesNotContain("\ufffd");
            }
            text.append(new String(log.bytes(), from, end - from, StandardCharsets.ISO_8859_1));
            from = end;
        }

        assertThat(text.toString().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(log.bytes());
    }

    @Test
    void aPieceEndsAfterALineWhenItCan() {
        var log = log(1, "one\ntwo\nthree\n");

        assertThat(log.pieceEnd(0, 9)).isEqualTo(8);
        assertThat(log.pieceEnd(8, 9)).isEqualTo(14);
    }

    private LogFollower follower(LogChannel reader) {
        return new LogFollower(
                (position, limit) ->
                        stored.stream().filter(l -> l.position() > position).limit(limit).toList(),
                reader,
                new LogFollower.Place(0, null),
                new LogFollower.Bounds(
                        Duration.ofMillis(1),
                        Duration.ofMinutes(1),
                        NOON.plus(Duration.ofHours(1))),
                () -> now);
    }

    private void store(String text) {
        stored.add(log(stored.size() + 1, text));
    }

    private static StoredLog log(long position, String text) {
        return new StoredLog(
                InvocationId.at(NOON),
                1,
                FunctionId.random(),
                "hello",
                "1",
                position,
                NOON,
                text.getBytes(StandardCharsets.UTF_8),
                0);
    }
}
