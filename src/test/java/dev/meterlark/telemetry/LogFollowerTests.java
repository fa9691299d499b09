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
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
        public void late(LogPiece piece) {
            heard.add("(late: %s)".formatted(piece.text()));
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
    void whatAnotherNodeWritesLateBelowWhatWasReadStillComesAndOnlyOnce() throws Exception {
        stored.add(log(1, "first"));
        stored.add(log(3, "third"));
        var reader = new Reader();
        var follower = follower(reader);
        reader.atFirstHeartbeat =
                () -> {
                    if (stored.size() == 2) {
                        stored.add(log(2, "second"));
                    } else if (stored.size() == 3 && heard.size() > 4) {
                        stored.add(log(4, "fourth"));
                    } else if (stored.size() == 4) {
                        follower.end(LogEnd.SHUTDOWN);
                    }
                    now = now.plusSeconds(3);
                };

        follower.run();

        assertThat(heard.stream().filter(each -> !each.equals("(heartbeat)")))
                .containsExactly("first", "third", "(late: second)", "fourth", "(end: shutdown)");
    }

    @Test
    void whatWasThereBeforeAReaderCameIsNotLate() throws Exception {
        IntStream.range(0, 9).forEach(i -> store("line " + i));
        var reader = new Reader();
        var follower = follower(reader, 8);
        reader.atFirstHeartbeat = () -> follower.end(LogEnd.SHUTDOWN);

        follower.run();

        assertThat(heard).containsExactly("line 8", "(heartbeat)", "(end: shutdown)");
    }

    @Test
    void whatIsLookedThroughAgainIsBoundedByNumberAndByTime() {
        var behind = new Behind(0);
        for (long i = 1; i <= Behind.MOST + 10; i++) {
            behind.passed(i, NOON);
        }
        assertThat(behind.settled()).isEqualTo(10);

        behind.passed(9_000, NOON.plus(Behind.REACH).plusSeconds(1));

        assertThat(behind.settled()).isEqualTo(Behind.MOST + 10);
        assertThat(behind.missed(List.of(8_999L, 9_000L))).containsExactly(8_999L);
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

    private final class Table implements LogFollower.Source {

        @Override
        public List<StoredLog> after(long position, int limit) {
            return within(position, Long.MAX_VALUE).limit(limit).toList();
        }

        @Override
        public List<Long> positions(long after, long upTo) {
            return within(after, upTo).map(StoredLog::position).toList();
        }

        @Override
        public List<StoredLog> at(List<Long> positions) {
            return stored.stream().filter(each -> positions.contains(each.position())).toList();
        }

        private Stream<StoredLog> within(long after, long upTo) {
            return stored.stream()
                    .filter(each -> each.position() > after && each.position() <= upTo)
                    .sorted(Comparator.comparing(StoredLog::position));
        }
    }

    private LogFollower follower(LogChannel reader) {
        return follower(reader, 0);
    }

    private LogFollower follower(LogChannel reader, long position) {
        return new LogFollower(
                new Table(),
                reader,
                new LogFollower.Place(position, null),
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
