package dev.meterlark.storage.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Objects that share their bytes, and objects that are deleted many at once. */
@Tag("database")
class CopyingTests {

    @TempDir Path folder;

    private BucketNode node;

    @BeforeEach
    void open() throws IOException {
        node = new BucketNode(folder);
        node.buckets.insert(Bucket.empty(node.account, "backup", node.clock.instant()));
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aCopyIsTheSameWithoutItsBytesBeingWritten() throws IOException {
        ObjectFacts original = node.put("key", "hello");

        ObjectFacts copy = copy("key", "backup", "copy", CopyTerms.AS_IT_WAS);

        assertThat(node.read(copy, 1)).isEqualTo("ello");
        assertThat(copy.etag()).isEqualTo(original.etag());
        assertThat(copy.sha256()).isEqualTo(original.sha256());
        assertThat(copy.contentType()).isEqualTo("text/plain");
        assertThat(files()).hasSize(1);
        assertThat(node.buckets.room(node.account)).isEqualTo(new BucketRows.Room(2, 10));
        assertThat(node.told)
                .extracting(ObjectChange::how)
                .containsExactly(ObjectChange.How.PUT, ObjectChange.How.COPIED);
    }

    @Test
    void bytesStayAsLongAsAnyObjectHasThemAndNoLonger() throws IOException {
        node.put("key", "hello");
        ObjectFacts copy = copy("key", "backup", "copy", CopyTerms.AS_IT_WAS);
        copy("key", "images", "third", CopyTerms.AS_IT_WAS);

        node.objects.deleteAll(node.account, "images", List.of("key", "third"));
        node.sweep();
        assertThat(node.read(copy, 0)).isEqualTo("hello");
        ObjectFacts back =
                node.objects.copy(
                        node.account,
                        new ObjectPlace("backup", "copy"),
                        _ -> true,
                        new ObjectPlace("images", "back"),
                        CopyTerms.AS_IT_WAS);
        node.objects.delete(node.account, "backup", "copy", _ -> true);
        node.sweep();
        assertThat(node.read(back, 0)).isEqualTo("hello");
        node.objects.delete(node.account, "images", "back", _ -> true);
        node.sweep();

        assertThat(files()).isEmpty();
        for (String table : List.of("object_piece", "shared_body", "stray_body")) {
            assertThat(node.database.count(table)).as(table).isZero();
        }
    }

    @Test
    void anObjectIsCopiedOntoItselfWithOtherMetadata() throws IOException {
        node.put("key", "hello");
        var headers = new StandardHeaders("no-cache", null, null, "en", null);
        var said =
                new ObjectTerms(
                        "image/png", Map.of("a", "b"), headers, -1, null, null, false, null);

        ObjectFacts copy = copy("key", "images", "key", new CopyTerms(said, null, false, null));

        assertThat(copy.contentType()).isEqualTo("image/png");
        assertThat(copy.headers()).isEqualTo(headers);
        node.sweep();
        assertThat(node.read(node.find("key"), 0)).isEqualTo("hello");
        assertThat(node.buckets.room(node.account)).isEqualTo(new BucketRows.Room(1, 5));
    }

    @Test
    void aChecksumThatTheOriginalHasNotIsComputed() throws IOException {
        node.put("key", "123456789");

        ObjectFacts copy =
                copy(
                        "key",
                        "images",
                        "copy",
                        new CopyTerms(null, ChecksumAlgorithm.CRC64NVME, false, null));

        assertThat(copy.checksum())
                .isEqualTo(
                        new Checksum(
                                ChecksumAlgorithm.CRC64NVME,
                                ChecksumForm.FULL_OBJECT,
                                "rosUhgp5mIg="));
    }

    @Test
    void conditionsAreHeldOnBothSides() throws IOException {
        node.put("key", "hello");
        node.put("there", "there");

        assertThatThrownBy(
                        () -> copy("key", "images", "there", new CopyTerms(null, null, true, null)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.PRECONDITION));
        assertThatThrownBy(
                        () ->
                                node.objects.copy(
                                        node.account,
                                        new ObjectPlace("images", "key"),
                                        facts -> facts.size() > 5,
                                        new ObjectPlace("images", "copy"),
                                        CopyTerms.AS_IT_WAS))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(node.told).hasSize(2);
    }

    @Test
    void copiesThatAreMadeAndDeletedAtOnceLoseNoBytesAndLeaveNone() throws IOException {
        node.put("key", "hello");

        IntStream.range(0, 24).parallel().forEach(this::copyAndDelete);
        node.sweep();

        assertThat(node.read(node.find("key"), 0)).isEqualTo("hello");
        assertThat(files()).hasSize(1);
        node.objects.delete(node.account, "images", "key", _ -> true);
        node.sweep();
        assertThat(files()).isEmpty();
        assertThat(node.buckets.room(node.account)).isEqualTo(new BucketRows.Room(0, 0));
        assertThat(node.database.count("shared_body")).isZero();
    }

    private void copyAndDelete(int i) {
        try {
            String bucket = i % 2 == 0 ? "images" : "backup";
            ObjectFacts copy = copy("key", bucket, "copy" + i, CopyTerms.AS_IT_WAS);
            assertThat(node.read(copy, 0)).isEqualTo("hello");
            node.objects.delete(node.account, bucket, "copy" + i, _ -> true);
            node.strays.sweep(node.clock.instant().plus(Duration.ofHours(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void manyAreDeletedTogetherAndEachIsToldOf() throws IOException {
        node.put("a", "1");
        node.put("b", "22");
        node.told.clear();

        List<String> gone =
                node.objects.deleteAll(node.account, "images", List.of("a", "x", "b", "a"));

        assertThat(gone).containsExactly("a", "b");
        assertThat(node.buckets.room(node.account)).isEqualTo(new BucketRows.Room(0, 0));
        assertThat(node.told).extracting(each -> each.object().key()).containsExactly("a", "b");
        assertThat(node.told)
                .extracting(ObjectChange::sequencer)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private ObjectFacts copy(String from, String bucket, String to, CopyTerms terms)
            throws IOException {
        return node.objects.copy(
                node.account,
                new ObjectPlace("images", from),
                _ -> true,
                new ObjectPlace(bucket, to),
                terms);
    }

    private List<String> files() throws IOException {
        return BucketNode.files(folder);
    }
}
