package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.CodeDigest;
import dev.meterlark.worker.CodeSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class CodeStoreTests {

    private static final long MOST_BYTES = 100_000;
    private static final int MOST_ENTRIES = 10;

    private final Map<CodeDigest, byte[]> blobs = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path root;

    @BeforeEach
    void begin() {
        root = folder.resolve("data/code");
    }

    @AfterEach
    void nothingIsOutsideTheStore() throws Exception {
        callers.close();
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.map(Path::getFileName).map(Path::toString)).containsOnly("data");
        }
        try (Stream<Path> all = Files.list(folder.resolve("data"))) {
            assertThat(all).containsExactly(root);
        }
    }

    @Test
    void aPackageIsReadableByAllAndWritableByNobody() throws Exception {
        CodeDigest code = keep(Zips.of("index.js", "hello", "lib/", "", "lib/a.js", "a"));

        try (CodeStore.Held held = store(MOST_BYTES).hold(code)) {
            assertThat(held.folder().resolve("lib/a.js")).hasContent("a");
            assertThat(mode(held.folder())).isEqualTo("rwxr-xr-x");
            assertThat(mode(held.folder().resolve("lib"))).isEqualTo("rwxr-xr-x");
            assertThat(mode(held.folder().resolve("index.js"))).isEqualTo("r--r--r--");
        }
    }

    @Test
    void anExecutableStaysOneAndNothingMore() throws Exception {
        CodeDigest code = keep(Zips.withMode("bootstrap", "#!", 0104777));

        try (CodeStore.Held held = store(MOST_BYTES).hold(code)) {
            assertThat(mode(held.folder().resolve("bootstrap"))).isEqualTo("r-xr-xr-x");
            assertThat(Files.getAttribute(held.folder().resolve("bootstrap"), "unix:mode"))
                    .isEqualTo(0100555);
        }
    }

    @Test
    void whatLeadsOutOfThePackageIsRefused() throws Exception {
        for (String name : List.of("../out", "a/../../out", "a/../b", "./x", "..")) {
            refused(Zips.of(name, "evil"));
        }
    }

    @Test
    void anAbsoluteNameStaysInside() throws Exception {
        Path outside = folder.resolve("outside");

        try (CodeStore.Held held = store(MOST_BYTES).hold(keep(Zips.of("" + outside, "evil")))) {
            assertThat(outside).doesNotExist();
            assertThat(held.folder().resolve(outside.toString().substring(1))).hasContent("evil");
        }
    }

    @Test
    void aSymbolicLinkBecomesNoLink() throws Exception {
        CodeDigest code = keep(Zips.withMode("link", "/etc", 0120777));

        try (CodeStore.Held held = store(MOST_BYTES).hold(code)) {
            assertThat(held.folder().resolve("link")).isRegularFile().hasContent("/etc");
            assertThat(Files.isSymbolicLink(held.folder().resolve("link"))).isFalse();
        }
    }

    @Test
    void nothingIsWrittenBelowAFile() throws Exception {
        CodeDigest code = keep(Zips.of("a", "file", "a/b", "below"));

        try (CodeStore.Held held = store(MOST_BYTES).hold(code)) {
            assertThat(held.folder().resolve("a")).isRegularFile().hasContent("file");
        }
    }

    @Test
    void aBombIsMeasuredAndNotBelieved() throws Exception {
        String large = "x".repeat((int) MOST_BYTES + 1);

        refused(Zips.of("x", large), "holds more than 100000 bytes");
        refused(Zips.of("x", large.substring(1), "y", "y"), "holds more than 100000 bytes");
        refused(Zips.lyingAboutItsSize("x", large), "holds more than 100000 bytes");
    }

    @Test
    void moreEntriesThanAllowedAreRefusedAlsoWhenTheyAreOnlyImplied() throws Exception {
        List<String> files = new ArrayList<>();
        for (int i = 0; i <= MOST_ENTRIES; i++) {
            files.addAll(List.of("f" + i, ""));
        }
        refused(Zips.of(files.toArray(String[]::new)), "holds more than 10 files and folders");
        refused(Zips.of("a/b/c/d/e/f/g/h/i/j/k", ""), "holds more than 10 files and folders");

        store(MOST_BYTES).hold(keep(Zips.of("a/b/c/d/e/f/g/h/i/j", ""))).close();
    }

    @Test
    void whatIsNoZipIsRefused() throws Exception {
        refused(new byte[0]);
        refused("no zip at all".getBytes());
        byte[] cut = Zips.of("index.js", "hello");
        refused(Arrays.copyOf(cut, cut.length - 30));
    }

    @Test
    void whatHasAnotherHashThanItsNameIsRefused() throws Exception {
        CodeDigest code = keep(Zips.of("index.js", "hello"));
        blobs.put(code, Zips.of("index.js", "other"));
        CodeStore store = store(MOST_BYTES);

        assertThatThrownBy(() -> store.hold(code))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("something else");
        assertThat(content()).isEmpty();

        blobs.put(code, Zips.of("index.js", "hello"));
        store.hold(code).close();
    }

    @Test
    void whateverASourceThrowsTheNextToAskTriesAnew() throws Exception {
        byte[] zip = Zips.of("index.js", "hello");
        List<Throwable> failures =
                new ArrayList<>(
                        List.of(
                                new IllegalStateException("state"),
                                new OutOfMemoryError("error"),
                                new IOException("disk")));
        CodeStore store =
                store(
                        MOST_BYTES,
                        _ -> {
                            if (failures.isEmpty()) {
                                return new ByteArrayInputStream(zip);
                            }
                            switch (failures.removeFirst()) {
                                case RuntimeException e -> throw e;
                                case Error e -> throw e;
                                case Throwable e -> throw new IOException(e);
                            }
                        });
        for (String each : List.of("state", "error", "disk")) {
            assertThatThrownBy(() -> store.hold(Zips.digest(zip)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(each);
        }

        store.hold(Zips.digest(zip)).close();
    }

    @Test
    void manyWhoAskAtOnceUnpackItOnce() throws Exception {
        byte[] zip = Zips.of("index.js", "hello");
        var mayRead = new CountDownLatch(1);
        CodeStore store =
                store(
                        MOST_BYTES,
                        _ -> {
                            opened.incrementAndGet();
                            awaitQuietly(mayRead);
                            return new ByteArrayInputStream(zip);
                        });
        List<Future<Path>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(callers.submit(() -> store.hold(Zips.digest(zip)).folder()));
        }

        mayRead.countDown();

        for (Future<Path> each : all) {
            assertThat(each.get()).isEqualTo(all.getFirst().get()).isDirectory();
        }
        assertThat(opened).hasValue(1);
    }

    @Test
    void whatAKilledRunLeftIsNotUsed() throws Exception {
        CodeDigest code = keep(Zips.of("index.js", "whole"));
        for (String name : List.of("" + code, code + ".part", code + "-1", code + "-1.part")) {
            Files.writeString(
                    Files.createDirectories(root.resolve(name)).resolve("index.js"), "half");
        }
        Files.writeString(root.resolve(code + "-1.part.zip"), "half");

        CodeStore store = store(MOST_BYTES);

        assertThat(content()).isEmpty();
        try (CodeStore.Held held = store.hold(code)) {
            assertThat(held.folder().resolve("index.js")).hasContent("whole");
        }
    }

    @Test
    void theOneUnusedForLongestIsDeletedWhenThereIsTooMuch() throws Exception {
        CodeDigest one = keep(Zips.of("1", "x".repeat(40)));
        CodeDigest two = keep(Zips.of("2", "x".repeat(40)));
        CodeDigest three = keep(Zips.of("3", "x".repeat(40)));
        CodeStore store = store(100);
        store.hold(one).close();
        store.hold(two).close();
        store.hold(one).close();

        CodeStore.Held held = store.hold(three);

        assertThat(content()).hasSize(2);
        assertThat(held.folder()).isDirectory();
        opened.set(0);
        store.hold(one).close();
        assertThat(opened).hasValue(0);
        store.hold(two).close();
        assertThat(opened).hasValue(1);
    }

    @Test
    void whatIsInUseIsNeverDeleted() throws Exception {
        CodeDigest one = keep(Zips.of("1", "x".repeat(40)));
        CodeDigest two = keep(Zips.of("2", "x".repeat(40)));
        CodeStore store = store(1);
        CodeStore.Held first = store.hold(one);
        CodeStore.Held again = store.hold(one);
        CodeStore.Held other = store.hold(two);

        first.close();
        first.close();
        other.close();

        assertThat(again.folder().resolve("1")).exists();
        again.close();
        assertThat(content()).isEmpty();
    }

    @Test
    void whoHoldsItHasItWhateverOthersDoMeanwhile() throws Exception {
        byte[] zip = Zips.of("index.js", "hello");
        var chance = new Random(7);
        CodeStore store =
                store(
                        1,
                        _ -> {
                            if (chance.nextInt(3) == 0) {
                                throw new IOException("now and then");
                            }
                            return new ByteArrayInputStream(zip);
                        });
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(callers.submit(() -> holdOften(store, Zips.digest(zip))));
        }
        for (Future<?> each : all) {
            each.get();
        }

        assertThat(content()).isEmpty();
    }

    private static void holdOften(CodeStore store, CodeDigest code) {
        for (int i = 0; i < 500; i++) {
            try (CodeStore.Held held = store.hold(code)) {
                Thread.yield();
                assertThat(held.folder().resolve("index.js")).exists();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("now and then");
            }
        }
    }

    private void refused(byte[] zip) throws IOException {
        refused(zip, "cannot be unpacked");
    }

    private void refused(byte[] zip, String reason) throws IOException {
        CodeStore store = store(MOST_BYTES);
        assertThatThrownBy(() -> store.hold(keep(zip)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
        assertThat(content()).isEmpty();
    }

    private CodeDigest keep(byte[] zip) {
        CodeDigest digest = Zips.digest(zip);
        blobs.put(digest, zip);
        return digest;
    }

    private CodeStore store(long maxBytes) throws IOException {
        return store(
                maxBytes,
                digest -> {
                    opened.incrementAndGet();
                    byte[] zip = blobs.get(digest);
                    if (zip == null) {
                        throw new NoSuchFileException(digest.toString());
                    }
                    return new ByteArrayInputStream(zip);
                });
    }

    private CodeStore store(long maxBytes, CodeSource source) throws IOException {
        return new CodeStore(
                root, source, maxBytes, new Unpacking.Bounds(MOST_BYTES, MOST_ENTRIES));
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.toList();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
