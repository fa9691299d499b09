package dev.meterlark.invocation.journal;

import static dev.meterlark.invocation.journal.JournalFolder.BOUNDS;
import static dev.meterlark.invocation.journal.JournalFolder.append;
import static dev.meterlark.invocation.journal.JournalFolder.awaitTaken;
import static dev.meterlark.invocation.journal.JournalFolder.copy;
import static dev.meterlark.invocation.journal.JournalFolder.onlySegment;
import static dev.meterlark.invocation.journal.JournalFolder.readAll;
import static dev.meterlark.invocation.journal.JournalFolder.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

class FailingDiskTests {

    @TempDir Path folder;

    private final FaultyChannel.Disk disk = new FaultyChannel.Disk();

    @Test
    void anAppendReturnsOnlyAfterTheSyncThatCoversIt() throws IOException {
        try (Journal<String> journal = journal()) {
            for (int i = 0; i < 10; i++) {
                journal.append(Collected.bytes("record-" + i));

                assertThat(disk.syncedBytes()).isEqualTo(Files.size(onlySegment(folder)));
                assertThat(disk.syncs()).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void appendsThatWaitTogetherShareASync() throws Exception {
        int appends = 2000;
        try (Journal<String> journal = journal();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var done =
                    IntStream.range(0, appends)
                            .mapToObj(
                                    i ->
                                            callers.submit(
                                                    () -> {
                                                        journal.append(Collected.bytes("r" + i));
                                                        return null;
                                                    }))
                            .toList();
            for (var append : done) {
                append.get();
            }
        }
        assertThat(disk.syncs()).isLessThan(appends / 2);
        assertThat(readAll(folder)).hasSize(appends).doesNotHaveDuplicates();
    }

    @Test
    void aFullDiskRefusesAndLosesNothingAndGoesOnWhenThereIsRoom() throws IOException {
        try (Journal<String> journal = journal()) {
            append(journal, texts(2));
            for (long room = 0; room < 15; room++) {
                disk.room(room);
                assertThatIOException()
                        .isThrownBy(() -> journal.append(Collected.bytes("refused")));
            }
            disk.room(Long.MAX_VALUE);
            append(journal, List.of("record-2"));
        }
        assertThat(readAll(folder)).isEqualTo(texts(3));
    }

    @Test
    void aFailedSyncRefusesAndTheFileIsNotTrustedAgain() throws IOException {
        Collected collected = new Collected();
        try (Journal<String> journal = journal()) {
            journal.follow(collected);
            append(journal, texts(2));
            disk.syncFails(true);
            assertThatIOException().isThrownBy(() -> journal.append(Collected.bytes("refused")));
            disk.syncFails(false);
            append(journal, List.of("record-2"));
            awaitTaken(journal);

            assertThat(collected.records()).isEqualTo(texts(3));
            assertThat(journal.quarantined()).isZero();
        }
    }

    /** Then the torn end stays in the file, and a later start must not mistake it for a record. */
    @Test
    void aTornEndThatCannotBeCutIsNoRecordForThisRunNorTheNext(@TempDir Path killed)
            throws IOException {
        Collected collected = new Collected();
        try (Journal<String> journal = journal()) {
            append(journal, texts(2));
            disk.truncateFails(true);
            disk.room(11);
            assertThatIOException().isThrownBy(() -> journal.append(Collected.bytes("refused")));
            disk.room(Long.MAX_VALUE);
            append(journal, List.of("record-2"));
            Path copy = copy(folder, killed.resolve("copy"));
            journal.follow(collected);
            awaitTaken(journal);

            assertThat(collected.records()).isEqualTo(texts(3));
            assertThat(readAll(copy)).isEqualTo(texts(3));
        }
    }

    private Journal<String> journal() throws IOException {
        return new Journal<>(
                folder,
                BOUNDS,
                (path, number, salt) ->
                        new FaultyChannel(SegmentFile.create(path, number, salt), disk));
    }
}
