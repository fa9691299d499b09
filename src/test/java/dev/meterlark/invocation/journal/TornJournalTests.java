package dev.meterlark.invocation.journal;

import static dev.meterlark.invocation.journal.JournalFolder.BOUNDS;
import static dev.meterlark.invocation.journal.JournalFolder.append;
import static dev.meterlark.invocation.journal.JournalFolder.awaitTaken;
import static dev.meterlark.invocation.journal.JournalFolder.copy;
import static dev.meterlark.invocation.journal.JournalFolder.onlySegment;
import static dev.meterlark.invocation.journal.JournalFolder.readAll;
import static dev.meterlark.invocation.journal.JournalFolder.segments;
import static dev.meterlark.invocation.journal.JournalFolder.segmentsOf;
import static dev.meterlark.invocation.journal.JournalFolder.texts;
import static dev.meterlark.invocation.journal.JournalFolder.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

class TornJournalTests {

    /** "record-0" to "record-4": 8 bytes each behind a frame's head of 8. */
    private static final int FRAME = 16;

    private static final int HEAD = SegmentFile.HEADER_BYTES;

    @TempDir Path folder;

    @Test
    void aKillAtAnyByteOfTheFileLosesNothingThatWasWholeAndInventsNothing() throws IOException {
        Path written = folder.resolve("written");
        write(written, texts(5));
        byte[] file = Files.readAllBytes(onlySegment(written));
        assertThat(file).hasSize(HEAD + 5 * FRAME);

        for (int length = 0; length <= file.length; length++) {
            Path killed = folder.resolve("killed-" + length);
            Files.createDirectories(killed);
            Files.write(
                    killed.resolve(onlySegment(written).getFileName()),
                    Arrays.copyOf(file, length));
            int whole = Math.max(0, length - HEAD) / FRAME;

            Collected collected = new Collected();
            try (Journal<String> journal = new Journal<>(killed, BOUNDS)) {
                append(journal, List.of("after"));
                journal.follow(collected);
                awaitTaken(journal);

                assertThat(journal.quarantined()).as("at %d", length).isZero();
            }

            List<String> expected = new ArrayList<>(texts(whole));
            expected.add("after");
            assertThat(collected.records()).as("at %d", length).isEqualTo(expected);
            assertThat(readAll(killed)).isEmpty();
        }
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                argumentSet("a changed byte in the middle", at(HEAD + 2 * FRAME + 9, 0x55), 4, 1),
                argumentSet("a changed checksum", at(HEAD + FRAME + 5, 0x55), 4, 1),
                argumentSet("a length too long", at(HEAD + FRAME + 2, 0x20), 4, 1),
                argumentSet("an impossible length", at(HEAD + FRAME, 0x7f), 4, 1),
                argumentSet("a length of nothing", at(HEAD + FRAME + 3, 0), 4, 1),
                argumentSet("a changed byte in the first", at(HEAD + 8, 0x55), 4, 1),
                argumentSet("a changed byte in the last", at(HEAD + 4 * FRAME + 9, 0x55), 4, 1),
                argumentSet("two neighbours gone to zeros", zeros(HEAD + FRAME, 2 * FRAME), 3, 1),
                argumentSet(
                        "damage in two places",
                        both(at(HEAD + 9, 0x55), at(HEAD + 2 * FRAME + 9, 0x55)),
                        3,
                        2),
                argumentSet("a piece missing", without(HEAD + FRAME + 3, 5), 4, 1),
                argumentSet("a changed head", at(3, 0x55), 0, 1),
                argumentSet("a changed salt", at(12, 0x55), 0, 1),
                argumentSet("zeros behind the end", longer(300, 0), 5, 0),
                argumentSet("garbage behind the end", longer(300, 0x55), 5, 1),
                argumentSet("half a head behind the end", longer(5, 0), 5, 0));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damageIsPutAsideAndSaidAndEverythingElseIsTaken(
            UnaryOperator<byte[]> damage, int left, int reported) throws IOException {
        write(folder, texts(5));
        Path segment = onlySegment(folder);
        Files.write(segment, damage.apply(Files.readAllBytes(segment)));

        Collected collected = new Collected();
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            append(journal, List.of("after"));
            journal.follow(collected);
            awaitTaken(journal);

            assertThat(collected.records()).hasSize(left + 1).endsWith("after");
            assertThat(texts(5)).containsAll(collected.records().subList(0, left));
            assertThat(journal.quarantined()).isEqualTo(reported);
            assertThat(Files.exists(folder.resolve("quarantine"))).isEqualTo(reported > 0);
        }
    }

    @Test
    void damageInAnOlderFileIsReportedToo() throws IOException {
        try (Journal<String> journal = new Journal<>(folder, segmentsOf(3 * FRAME))) {
            append(journal, texts(10));
        }
        Path oldest = segments(folder).getFirst();
        byte[] bytes = Files.readAllBytes(oldest);
        Files.write(oldest, Arrays.copyOf(bytes, bytes.length - 3));

        Collected collected = new Collected();
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            journal.follow(collected);
            awaitTaken(journal);

            assertThat(collected.records()).hasSize(9);
            assertThat(journal.quarantined()).isEqualTo(1);
        }
    }

    /**
     * Bytes of a tenant's choosing may hold a frame that is right but for the file's own number.
     */
    @Test
    void aFrameInsideARecordIsNoRecordEvenWhenTheRecordAroundItIsDamaged() throws IOException {
        byte[] forged = Collected.bytes("forged!!");
        ByteBuffer frame = ByteBuffer.allocate(FRAME + 4).putInt(0);
        Frames.write(forged, 0, frame);
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            journal.append(Collected.bytes("record-0"));
            journal.append(frame.array());
            journal.append(Collected.bytes("record-1"));
        }
        Path segment = onlySegment(folder);
        Files.write(segment, at(HEAD + FRAME + 8, 0x55).apply(Files.readAllBytes(segment)));

        assertThat(readAll(folder)).isEqualTo(texts(2));
    }

    @Test
    void aDamagedOrMissingBookmarkMeansEverythingAgainAndNothingLess() throws IOException {
        write(folder, texts(10));
        Path missing = copy(folder, folder.resolve("missing"));
        Path empty = copy(folder, folder.resolve("empty"));
        Files.write(empty.resolve("taken"), new byte[0]);
        new Bookmark(folder).write(new Position(1, HEAD + 4 * FRAME), true);
        Path damaged = copy(folder, folder.resolve("damaged"));
        Path bookmark = damaged.resolve("taken");
        Files.write(bookmark, at(10, 0x55).apply(Files.readAllBytes(bookmark)));

        assertThat(readAll(folder)).isEqualTo(texts(10).subList(4, 10));
        assertThat(readAll(missing)).isEqualTo(texts(10));
        assertThat(readAll(empty)).isEqualTo(texts(10));
        assertThat(readAll(damaged)).isEqualTo(texts(10));
    }

    /** Kills at every step of following: what was taken may come again, in order, never less. */
    @Test
    void aKillBetweenTakingMarkingAndDeletingLosesNothing() throws Exception {
        Path live = folder.resolve("live");
        Collected collected = new Collected();
        List<Path> killed = new ArrayList<>();
        List<Integer> taken = new ArrayList<>();
        Taker<String> killing =
                new Taker<>() {
                    @Override
                    public String decode(byte[] payload) {
                        return collected.decode(payload);
                    }

                    @Override
                    public void take(List<String> batch) {
                        try {
                            killed.add(copy(live, folder.resolve("killed-" + killed.size())));
                            taken.add(collected.records().size());
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                        collected.take(batch);
                    }
                };
        try (Journal<String> journal = new Journal<>(live, segmentsOf(3 * FRAME))) {
            append(journal, texts(60));
            journal.follow(killing);
            awaitTaken(journal);
        }

        assertThat(killed.size()).isGreaterThan(10);
        for (int i = 0; i < killed.size(); i++) {
            LinkedHashSet<String> ledger =
                    new LinkedHashSet<>(collected.records().subList(0, taken.get(i)));
            ledger.addAll(readAll(killed.get(i)));
            assertThat(ledger).containsExactlyElementsOf(texts(60));
        }
    }

    /** Always a change: a salt or a checksum may have the value already. */
    private static UnaryOperator<byte[]> at(int index, int value) {
        return bytes -> {
            byte[] changed = bytes.clone();
            changed[index] = (byte) (changed[index] == (byte) value ? ~value : value);
            return changed;
        };
    }

    private static UnaryOperator<byte[]> both(
            UnaryOperator<byte[]> one, UnaryOperator<byte[]> two) {
        return bytes -> two.apply(one.apply(bytes));
    }

    private static UnaryOperator<byte[]> zeros(int from, int count) {
        return bytes -> {
            byte[] changed = bytes.clone();
            Arrays.fill(changed, from, from + count, (byte) 0);
            return changed;
        };
    }

    private static UnaryOperator<byte[]> without(int from, int count) {
        return bytes ->
                ByteBuffer.allocate(bytes.length - count)
                        .put(bytes, 0, from)
                        .put(bytes, from + count, bytes.length - from - count)
                        .array();
    }

    private static UnaryOperator<byte[]> longer(int count, int value) {
        return bytes -> {
            byte[] changed = Arrays.copyOf(bytes, bytes.length + count);
            Arrays.fill(changed, bytes.length, changed.length, (byte) value);
            return changed;
        };
    }
}
