package dev.meterlark.storage.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Objects on a real database and a real disk. */
@Tag("database")
class ObjectsTests {

    @TempDir Path folder;

    private BucketNode node;

    @BeforeEach
    void open() throws IOException {
        node = new BucketNode(folder);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void whatWasWrittenIsReadWithItsDigests() throws IOException {
        ObjectFacts facts = node.put("a/b c/ü", "hello");

        assertThat(facts.etag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(facts.sha256()).startsWith("2cf24dba5fb0a30e26e83b2ac5b9e29e");
        assertThat(node.objects.find(node.account, "images", "a/b c/ü")).contains(facts);
        assertThat(read(facts, 0)).isEqualTo("hello");
        assertThat(read(facts, 3)).isEqualTo("lo");
        assertThat(room()).isEqualTo(new BucketRows.Room(1, 5));
    }

    @Test
    void aKeyIsNoPath() throws IOException {
        for (String key : List.of("../../etc/passwd", "/", "a//b", "..", "\u0001", "a\\b")) {
            ObjectFacts facts = node.put(key, key);
            assertThat(read(facts, 0)).isEqualTo(key);
        }
        assertThat(files()).hasSize(6).allMatch(name -> name.matches("[0-9a-f-]{36}"));
        assertThatThrownBy(() -> node.put("x".repeat(1_025), "")).hasMessageContaining("has 1025");
        assertThatThrownBy(() -> node.put("", "")).hasMessageContaining("has 0");
    }

    @Test
    void aNewWritingTakesThePlaceOfTheOldOneWhoseBytesGoLater() throws IOException {
        ObjectFacts old = node.put("key", "old one");
        ObjectFacts fresh = node.put("key", "new");

        assertThat(read(old, 0)).as("who was about to read it").isEqualTo("old one");
        assertThat(read(fresh, 0)).isEqualTo("new");
        assertThat(room()).isEqualTo(new BucketRows.Room(1, 3));
        node.clock.forward(Duration.ofMinutes(1));
        node.strays.sweep(node.clock.instant());
        assertThat(files()).containsExactly(fresh.version());
        assertThat(node.database.count("stray_body")).isZero();
    }

    @Test
    void aDeletedObjectIsGoneAndItsBytesGoLater() throws IOException {
        node.put("key", "hello");

        assertThat(node.objects.delete(node.account, "images", "key", _ -> false)).isFalse();
        assertThat(node.objects.delete(node.account, "images", "key", _ -> true)).isTrue();
        assertThat(node.objects.delete(node.account, "images", "key", _ -> true)).isFalse();

        assertThat(node.objects.find(node.account, "images", "key")).isEmpty();
        assertThat(room()).isEqualTo(new BucketRows.Room(0, 0));
        node.clock.forward(Duration.ofMinutes(1));
        node.strays.sweep(node.clock.instant());
        assertThat(files()).isEmpty();
    }

    @Test
    void aFailedUploadChangesNothingAndLeavesNothing() throws IOException {
        node.put("key", "before");

        assertThatThrownBy(
                        () -> node.objects.put(node.account, "images", "key", terms(), breaking()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> node.put("key", "after", "AAAAAAAAAAAAAAAAAAAAAA=="))
                .hasMessageContaining("Content-MD5 says");

        assertThat(node.objects.find(node.account, "images", "key").orElseThrow().size())
                .isEqualTo(6);
        assertThat(files()).hasSize(1);
        assertThat(node.database.count("stray_body")).isZero();
    }

    @Test
    void whatACrashLeavesIsSweptAwayAndNothingElse() throws IOException {
        ObjectFacts kept = node.put("key", "kept");
        BodyId stored = BodyId.random();
        node.strays.announce(stored, node.clock.instant());
        node.bodies.write(stored, BucketNode.bytes("stored, and no row"));
        BodyId half = BodyId.random();
        node.strays.announce(half, node.clock.instant());
        assertThatThrownBy(() -> node.bodies.write(half, breaking()))
                .isInstanceOf(IOException.class);
        node.strays.announce(BodyId.random(), node.clock.instant());

        node.strays.sweep(node.clock.instant());
        assertThat(files()).as("it may be under way still").hasSize(3);
        node.clock.forward(Duration.ofHours(24));
        node.strays.sweep(node.clock.instant());

        assertThat(files()).containsExactly(kept.version());
        assertThat(node.database.count("stray_body")).isZero();
    }

    @Test
    void anUploadThatTookTooLongIsRefusedRatherThanEmpty() {
        InputStream slow =
                new ByteArrayInputStream("slow".getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public int read(byte[] target, int from, int length) {
                        node.clock.forward(Duration.ofHours(25));
                        node.strays.sweep(node.clock.instant());
                        return super.read(target, from, length);
                    }
                };

        assertThatThrownBy(() -> node.objects.put(node.account, "images", "key", terms(), slow))
                .isInstanceOf(Exception.class);
        assertThat(node.objects.find(node.account, "images", "key")).isEmpty();
    }

    @Test
    void conditionsAreHeldInTheTransaction() throws IOException {
        ObjectFacts first = node.put("key", "one");
        var onlyNew = new ObjectTerms("text/plain", Map.of(), -1, null, true, null);
        var other = new ObjectTerms("text/plain", Map.of(), -1, null, false, "\"0000\"");
        var same = new ObjectTerms("text/plain", Map.of(), -1, null, false, first.etag());

        refused(onlyNew, ErrorCode.PRECONDITION);
        refused(other, ErrorCode.PRECONDITION);
        assertThat(
                        node.objects
                                .put(node.account, "images", "key", same, BucketNode.bytes("two"))
                                .size())
                .isEqualTo(3);
    }

    @Test
    void ofManyThatMakeTheSameObjectOnlyOneDoes() {
        var onlyNew = new ObjectTerms("text/plain", Map.of(), -1, null, true, null);
        List<String> made = new ArrayList<>();

        IntStream.range(0, 8)
                .parallel()
                .forEach(
                        i -> {
                            try {
                                node.objects.put(
                                        node.account,
                                        "images",
                                        "key",
                                        onlyNew,
                                        BucketNode.bytes("by " + i));
                                synchronized (made) {
                                    made.add("by " + i);
                                }
                            } catch (RefusedException | IOException e) {
                                // another was first
                            }
                        });

        assertThat(made).hasSize(1);
        assertThat(room()).isEqualTo(new BucketRows.Room(1, 4));
    }

    @Test
    void anAccountsBucketsHoldSoMuchAndNoMore() throws IOException {
        node.put("one", "x".repeat(512 << 10));
        node.put("two", "x".repeat(511 << 10));

        assertThatThrownBy(() -> node.put("three", "x".repeat(2 << 10)))
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE));
        var said = new ObjectTerms("text/plain", Map.of(), 2 << 10, null, false, null);
        refused("three", said, ErrorCode.LIMIT_REACHED);
        refused(
                "three",
                new ObjectTerms("text/plain", Map.of(), 600 << 10, null, false, null),
                ErrorCode.REQUEST_TOO_LARGE);
        node.put("one", "small again");
        node.put("three", "x".repeat(2 << 10));
        assertThat(files().size()).isLessThanOrEqualTo(4);
    }

    @Test
    void whatTheOperatorSaysOfAnAccountHoldsInsteadOfTheSettings() throws IOException {
        node.put("one", "12345");
        node.quotas.put(node.account, 8, 2, node.clock.instant());

        refused("two", ObjectTerms.of("text/plain", 4), ErrorCode.LIMIT_REACHED);
        node.put("two", "123");
        node.quotas.put(node.account, 80, 2, node.clock.instant());
        refused("three", ObjectTerms.of("text/plain", 1), ErrorCode.LIMIT_REACHED);
        node.quotas.put(node.account, 1, 1, node.clock.instant());
        node.objects.delete(node.account, "images", "two", _ -> true);
        node.quotas.delete(node.account);
        node.put("three", "1");
    }

    @Test
    void metadataIsKeptAndBounded() throws IOException {
        var terms =
                new ObjectTerms("image/png; x=y", Map.of("colour", "rød"), -1, null, false, null);

        node.objects.put(node.account, "images", "key", terms, BucketNode.bytes("x"));

        ObjectFacts facts = node.objects.find(node.account, "images", "key").orElseThrow();
        assertThat(facts.contentType()).isEqualTo("image/png; x=y");
        assertThat(facts.metadata()).containsExactly(Map.entry("colour", "rød"));
        refused(
                new ObjectTerms("a/b", Map.of("A b", "c"), -1, null, false, null),
                ErrorCode.REQUEST_INVALID);
        refused(
                new ObjectTerms("a/b", Map.of("a", "c".repeat(2_048)), -1, null, false, null),
                ErrorCode.REQUEST_INVALID);
        refused(
                new ObjectTerms("a\nb", Map.of(), -1, null, false, null),
                ErrorCode.REQUEST_INVALID);
    }

    @Test
    void anAccountHasSoManyTransfersAtOnce() {
        Transfers few = new Transfers(BucketNode.properties(Map.of("transfers-per-account", "1")));

        Transfers.Transfer first = few.begin(node.account);
        assertThatThrownBy(() -> few.begin(node.account)).hasMessageContaining("1 objects at once");
        few.begin(AccountId.random());
        first.close();
        few.begin(node.account);
    }

    private void refused(ObjectTerms terms, ErrorCode code) {
        refused("key", terms, code);
    }

    private void refused(String key, ObjectTerms terms, ErrorCode code) {
        assertThatThrownBy(
                        () ->
                                node.objects.put(
                                        node.account, "images", key, terms, BucketNode.bytes("x")))
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    private String read(ObjectFacts facts, long from) throws IOException {
        return node.read(facts, from);
    }

    private BucketRows.Room room() {
        return node.buckets.room(node.account);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data/objects"))) {
            return all.filter(Files::isRegularFile).map(p -> p.getFileName().toString()).toList();
        }
    }

    private static ObjectTerms terms() {
        return ObjectTerms.of("text/plain", -1);
    }

    /** Some bytes, and then the connection is gone. */
    private static InputStream breaking() {
        return new InputStream() {
            private int left = 10;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("connection reset");
                }
                return 'x';
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                target[from] = (byte) read();
                return 1;
            }
        };
    }
}
