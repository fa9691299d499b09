package dev.meterlark.invocation.journal;

import static dev.meterlark.invocation.journal.JournalFolder.BOUNDS;
import static dev.meterlark.invocation.journal.JournalFolder.append;
import static dev.meterlark.invocation.journal.JournalFolder.awaitTaken;
import static dev.meterlark.invocation.journal.JournalFolder.copy;
import static dev.meterlark.invocation.journal.JournalFolder.readAll;
import static dev.meterlark.invocation.journal.JournalFolder.segments;
import static dev.meterlark.invocation.journal.JournalFolder.segmentsOf;
import static dev.meterlark.invocation.journal.JournalFolder.texts;
import static dev.meterlark.invocation.journal.JournalFolder.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class JournalTests {

    @TempDir Path folder;

    private final Collected collected = new Collected();

    @Test
    void recordsAreTakenInTheOrderInWhichTheyWereAppended() throws IOException {
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            journal.follow(collected);
            append(journal, texts(500));

            assertThat(collected.awaitSize(500)).isEqualTo(texts(500));
        }
    }

    @Test
    void ofManyThreadsEachKeepsItsOwnOrderAndNothingIsMissingOrTwice() throws Exception {
        int threads = 64;
        int each = 50;
        try (Journal<String> journal = new Journal<>(folder, segmentsOf(10_000));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            journal.follow(collected);
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String name = "thread-" + t + "-";
                done.add(
                        callers.submit(
                                () -> {
                                    for (int i = 0; i < each; i++) {
                                        journal.append(Collected.bytes(name + i));
                                    }
                                    return null;
                                }));
            }
            for (Future<?> caller : done) {
                caller.get();
            }

            List<String> taken = collected.awaitSize(threads * each);

            assertThat(taken).hasSize(threads * each).doesNotHaveDuplicates();
            for (int t = 0; t < threads; t++) {
                String name = "thread-" + t + "-";
                assertThat(taken.stream().filter(r -> r.startsWith(name)))
                        .containsExactlyElementsOf(
                                texts(each).stream().map(r -> name + r.substring(7)).toList());
            }
        }
    }

    @Test
    void whatWasAppendedIsThereForWhoeverReadsTheFilesAtThatMoment(@TempDir Path killed)
            throws IOException {
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            for (int i = 0; i < 20; i++) {
                journal.append(Collected.bytes("record-" + i));

                assertThat(readAll(copy(folder, killed.resolve("at-" + i))))
                        .isEqualTo(texts(i + 1));
            }
        }
    }

    @Test
    void whatWasNotTakenIsHandedOverAfterTheNextStart() throws IOException {
        write(folder, texts(120));

        assertThat(readAll(folder)).isEqualTo(texts(120));
        assertThat(readAll(folder)).isEmpty();
    }

    @Test
    void whatGathersDuringARestIsTakenAtTheStop() throws IOException {
        JournalBounds resting =
                new JournalBounds(
                        1 << 20,
                        8 << 20,
                        50,
                        Duration.ofMillis(2),
                        Duration.ofMillis(20),
                        Duration.ofHours(1));
        try (Journal<String> journal = new Journal<>(folder, resting)) {
            journal.follow(collected);
            append(journal, texts(120));
        }

        assertThat(collected.records()).isEqualTo(texts(120));
        assertThat(readAll(folder)).isEmpty();
    }

    @Test
    void newRecordsComeBehindThoseOfTheRunBefore() throws IOException {
        write(folder, List.of("record-0", "record-1"));
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            append(journal, List.of("record-2"));
            journal.follow(collected);

            assertThat(collected.awaitSize(3)).isEqualTo(texts(3));
        }
    }

    @Test
    void aBatchThatIsRefusedComesAgainAsItWasUntilItIsTaken() throws IOException {
        collected.refuse(true);
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            append(journal, texts(3));
            journal.follow(collected);
            await().until(() -> collected.refused().size() >= 2);
            append(journal, List.of("record-3"));
            await().until(() -> collected.refused().size() >= 4);
            collected.refuse(false);

            assertThat(collected.awaitSize(4)).isEqualTo(texts(4));
            assertThat(collected.refused()).allSatisfy(b -> assertThat(b).isEqualTo(texts(3)));
        }
    }

    @Test
    void aFileGoesOnlyWhenAllOfItWasTaken() throws IOException {
        collected.refuse(true);
        try (Journal<String> journal = new Journal<>(folder, segmentsOf(200))) {
            journal.follow(collected);
            append(journal, texts(100));
            int files = segments(folder).size();
            assertThat(files).isGreaterThan(5);
            await().until(() -> collected.refused().size() >= 3);
            assertThat(segments(folder)).hasSize(files);

            collected.refuse(false);

            assertThat(collected.awaitSize(100)).isEqualTo(texts(100));
            await().atMost(Duration.ofSeconds(10)).until(() -> segments(folder).size() == 1);
        }
        assertThat(readAll(folder)).isEmpty();
    }

    @Test
    void aJournalThatIsFullSaysSoStillTakesWhatIsUnderWayAndHasRoomAgainLater() throws IOException {
        JournalBounds small =
                new JournalBounds(
                        100, 300, 50, Duration.ofMillis(2), Duration.ofMillis(20), Duration.ZERO);
        collected.refuse(true);
        try (Journal<String> journal = new Journal<>(folder, small)) {
            journal.follow(collected);
            while (journal.hasRoom()) {
                journal.append(Collected.bytes("record-" + collected.records().size()));
            }
            append(journal, List.of("under way"));
            assertThat(journal.hasRoom()).isFalse();

            collected.refuse(false);

            awaitTaken(journal);
            await().atMost(Duration.ofSeconds(10)).until(journal::hasRoom);
            assertThat(collected.records()).contains("under way");
        }
    }

    @Test
    void aSecondProcessOrJournalOnTheSameFolderIsRefused() throws IOException {
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            assertThatIOException()
                    .isThrownBy(() -> new Journal<String>(folder, BOUNDS))
                    .withMessageContaining(folder.toString());
            assertThat(journal.hasRoom()).isTrue();
        }
        new Journal<String>(folder, BOUNDS).close();
    }

    @Test
    void aClosedJournalTakesNothing() throws IOException {
        Journal<String> journal = new Journal<>(folder, BOUNDS);
        journal.close();
        journal.close();

        assertThatIOException().isThrownBy(() -> journal.append(new byte[] {1}));
        assertThatIllegalStateException().isThrownBy(() -> journal.follow(collected));
    }

    @Test
    void aRecordOfNothingOrOfTooMuchIsRefused() throws IOException {
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> journal.append(new byte[0]))
                    .withMessageContaining("has 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> journal.append(new byte[Frames.MAX_PAYLOAD + 1]))
                    .withMessageContaining("has 65537");
            journal.append(new byte[Frames.MAX_PAYLOAD]);
        }
    }

    @Test
    void anInterruptedCallerStillLearnsThatItsRecordIsKept() throws Exception {
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            Thread.currentThread().interrupt();
            journal.append(Collected.bytes("record-0"));

            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(readAll(folder)).isEqualTo(texts(1));
    }

    @Test
    void whatTheTakerDoesNotUnderstandIsPutAsideAndTheRestGoesOn() throws IOException {
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            append(journal, List.of("record-0", "foreign matter", "record-1"));
            journal.follow(collected);

            assertThat(collected.awaitSize(2)).isEqualTo(texts(2));
            assertThat(journal.quarantined()).isEqualTo(1);
            try (var kept = Files.list(folder.resolve("quarantine"))) {
                assertThat(kept.map(f -> readString(f))).containsExactly("foreign matter");
            }
        }
    }

    private static String readString(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
