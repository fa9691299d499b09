package dev.meterlark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.CodeDigest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

class DiskBlobsTests {

    private static final Consumer<CodeDigest> NOBODY = _ -> {};

    /** The SHA-256 of "abc", from FIPS 180-2. */
    private static final CodeDigest ABC =
            new CodeDigest("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    @TempDir private Path folder;
    private DiskBlobs blobs;

    @BeforeEach
    void open() throws IOException {
        blobs = new DiskBlobs(new DataFolder(folder));
    }

    @Test
    void whoeverLeavesATraceIsToldOfTheDigestBeforeTheBlobIsThere() throws IOException {
        List<CodeDigest> told = new ArrayList<>();
        Path refused = file("abc");

        assertThatThrownBy(
                        () ->
                                blobs.put(
                                        refused,
                                        digest -> {
                                            told.add(digest);
                                            throw new IllegalStateException("no trace");
                                        }))
                .hasMessage("no trace");

        assertThatIOException().isThrownBy(() -> blobs.size(told.getFirst()));
        assertThat(blobs.put(refused, told::add)).isEqualTo(told.getFirst());
    }

    @Test
    void aBlobIsNamedByItsDigestAndReadBack() throws Exception {
        CodeDigest digest = blobs.put(file("abc"), NOBODY);

        assertThat(digest).isEqualTo(ABC);
        assertThat(blobs.size(digest)).isEqualTo(3);
        assertThat(read(digest)).isEqualTo("abc");
    }

    @Test
    void aBlobIsStillThereAfterARestart() throws Exception {
        blobs.put(file("abc"), NOBODY);

        open();

        assertThat(read(ABC)).isEqualTo("abc");
    }

    @Test
    void whatACrashLeftUnfinishedIsGoneAfterTheNextStart() throws Exception {
        Path half = file("half an upl");

        open();

        assertThat(half).doesNotExist();
        assertThat(files()).isEmpty();
    }

    @Test
    void puttingTakesTheTemporaryFileAway() throws Exception {
        Path file = file("abc");

        blobs.put(file, NOBODY);

        assertThat(file).doesNotExist();
        assertThat(files()).hasSize(1);
    }

    @Test
    void theSameBytesAreKeptOnce() throws Exception {
        blobs.put(file("abc"), NOBODY);
        blobs.put(file("abc"), NOBODY);

        assertThat(files()).hasSize(1);
        assertThat(read(ABC)).isEqualTo("abc");
    }

    @Test
    void aDamagedBlobIsMendedWhenItIsPutAgain() throws Exception {
        blobs.put(file("abc"), NOBODY);
        Path stored = files().getFirst();
        Files.setPosixFilePermissions(stored, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(stored, "abX");

        blobs.put(file("abc"), NOBODY);

        assertThat(read(ABC)).isEqualTo("abc");
    }

    @Test
    void manyMayPutTheSameAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CodeDigest>> puts = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                puts.add(threads.submit(() -> blobs.put(file("abc"), NOBODY)));
            }
            for (Future<CodeDigest> put : puts) {
                assertThat(put.get()).isEqualTo(ABC);
            }
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatIsNotThereIsAnError() {
        assertThatThrownBy(() -> blobs.open(ABC)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> blobs.size(ABC)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aDeletedBlobIsGoneAndDeletingItAgainChangesNothing() throws Exception {
        blobs.put(file("abc"), NOBODY);

        blobs.delete(ABC);
        blobs.delete(ABC);

        assertThat(files()).isEmpty();
    }

    @Test
    void onlyTheOwnerMayRead() throws Exception {
        Path temporary = file("abc");
        assertThat(permissions(temporary)).isEqualTo("rw-------");

        blobs.put(temporary, NOBODY);

        Path stored = files().getFirst();
        assertThat(permissions(stored)).isEqualTo("r--------");
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                assertThat(permissions(each)).isEqualTo("rwx------");
            }
        }
    }

    @Test
    void aFileFromElsewhereIsNotTaken(@TempDir Path elsewhere) throws Exception {
        Path foreign = Files.writeString(elsewhere.resolve("foreign"), "abc");

        assertThatThrownBy(() -> blobs.put(foreign, NOBODY))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(foreign).hasContent("abc");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(blobs.temporary(), content);
    }

    private String read(CodeDigest digest) throws IOException {
        try (var in = blobs.open(digest)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
