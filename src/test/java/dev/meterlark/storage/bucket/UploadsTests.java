package dev.meterlark.storage.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Objects that come in parts, on a real database and a real disk. */
@Tag("database")
class UploadsTests {

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
    void anObjectIsItsPartsInTheOrderOfTheirNumbers() throws IOException {
        UploadId upload = begin(null);
        PartRef third = part(upload, 30, "!");
        PartRef first = part(upload, 1, "hello ");
        PartRef second = part(upload, 7, "world");
        assertThat(node.objects.find(node.account, "images", "key")).as("too early").isEmpty();

        ObjectFacts made = complete(upload, first, second, third);

        assertThat(made).isEqualTo(node.find("key"));
        assertThat(node.read(made, 0)).isEqualTo("hello world!");
        assertThat(node.read(made, 6)).isEqualTo("world!");
        assertThat(node.read(made, 8)).isEqualTo("rld!");
        assertThat(node.read(made, 12)).isEmpty();
        assertThat(node.objects.parts(made)).containsExactly(6L, 5L, 1L);
        assertThat(made.etag()).isEqualTo("17fe2db5a72f9b36615452a6309e4cbb-3");
        assertThat(made.sha256()).isNull();
        assertThat(made.contentType()).isEqualTo("text/plain");
        assertThat(room()).isEqualTo(new BucketRows.Room(1, 12));
        assertThat(node.told)
                .extracting(ObjectChange::how)
                .containsExactly(ObjectChange.How.COMPLETED);
    }

    @Test
    void partsThatNobodyWantedAreDeletedAndTheirRoomIsGivenBack() throws IOException {
        UploadId upload = begin(null);
        PartRef first = part(upload, 1, "12345678");
        part(upload, 2, "never wanted");
        assertThat(room()).isEqualTo(new BucketRows.Room(0, 20));

        ObjectFacts made = complete(upload, first);

        assertThat(node.read(made, 0)).isEqualTo("12345678");
        assertThat(room()).isEqualTo(new BucketRows.Room(1, 8));
        node.sweep();
        assertThat(files()).hasSize(1);
        assertThat(node.read(made, 0)).isEqualTo("12345678");
        assertThat(node.objects.delete(node.account, "images", "key", _ -> true)).isTrue();
        node.sweep();
        node.sweep();
        assertThat(files()).isEmpty();
        assertThat(node.database.count("object_piece")).isZero();
        assertThat(node.database.count("stray_body")).isZero();
    }

    @Test
    void aPartThatComesAgainTakesThePlaceOfTheFirst() throws IOException {
        UploadId upload = begin(null);
        PartRef old = part(upload, 1, "first");
        PartRef fresh = part(upload, 1, "second");

        refused(ErrorCode.UPLOAD_PART, () -> complete(upload, old));
        assertThat(node.read(complete(upload, fresh), 0)).isEqualTo("second");
        node.sweep();
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatIsAbortedIsGone() throws IOException {
        UploadId upload = begin(null);
        PartRef part = part(upload, 1, "hello");

        node.uploads.abort(node.account, upload);

        refused(ErrorCode.UPLOAD_UNKNOWN, () -> complete(upload, part));
        refused(ErrorCode.UPLOAD_UNKNOWN, () -> part(upload, 1, "again"));
        refused(ErrorCode.UPLOAD_UNKNOWN, () -> node.uploads.abort(node.account, upload));
        assertThat(room()).isEqualTo(new BucketRows.Room(0, 0));
        node.sweep();
        assertThat(files()).isEmpty();
        assertThat(node.told).isEmpty();
    }

    @Test
    void whatIsForgottenIsAbortedAfterItsTime() throws IOException {
        UploadId old = begin(null);
        part(old, 1, "hello");
        node.clock.forward(Duration.ofDays(7));
        UploadId young = begin(null);
        node.clock.forward(Duration.ofSeconds(1));

        node.ending.sweep(node.clock.instant());

        refused(ErrorCode.UPLOAD_UNKNOWN, () -> node.uploads.show(node.account, old));
        assertThat(node.uploads.show(node.account, young).key()).isEqualTo("key");
        node.sweep();
        assertThat(files()).isEmpty();
    }

    @Test
    void anUploadThatIsCompleteIsCompletedAgainWithTheSameAnswer() throws IOException {
        UploadId upload = begin(null);
        PartRef part = part(upload, 1, "hello");
        ObjectFacts made = complete(upload, part);

        assertThat(complete(upload, part)).isEqualTo(made);
        assertThat(node.told).hasSize(1);
        node.put("key", "another");
        refused(ErrorCode.UPLOAD_UNKNOWN, () -> complete(upload, part));
    }

    @Test
    void ofManyThatCompleteAtOnceOneDoesAndTheOthersHearOfIt() throws IOException {
        UploadId upload = begin(null);
        PartRef part = part(upload, 1, "hello");

        List<String> versions =
                IntStream.range(0, 6)
                        .parallel()
                        .mapToObj(_ -> complete(upload, part).version())
                        .distinct()
                        .toList();

        assertThat(versions).hasSize(1);
        assertThat(node.told).hasSize(1);
        assertThat(room()).isEqualTo(new BucketRows.Room(1, 5));
    }

    @Test
    void aPartThatIsWrittenWhileTheOthersAreCompletedIsInNeitherOrWhole() throws IOException {
        for (int round = 0; round < 10; round++) {
            UploadId upload = begin(null);
            PartRef first = part(upload, 1, "first");

            List<Object> results =
                    Stream.<Attempt>of(
                                    () -> complete(upload, first), () -> part(upload, 1, "other"))
                            .parallel()
                            .map(UploadsTests::result)
                            .toList();

            if (results.getFirst() instanceof ObjectFacts made) {
                assertThat(node.read(made, 0)).isEqualTo("first");
            } else {
                assertThat(results.getFirst()).isEqualTo(ErrorCode.UPLOAD_PART);
                node.uploads.abort(node.account, upload);
            }
        }
        node.sweep();
        assertThat(files()).hasSizeLessThanOrEqualTo(1);
        assertThat(node.database.count("upload_part")).isZero();
    }

    @Test
    void whatIsWrongWithTheListOfPartsIsSaid() throws IOException {
        UploadId upload = begin(null);
        PartRef small = part(upload, 1, "abc");
        PartRef other = part(upload, 2, "defg");

        refused(ErrorCode.UPLOAD_PART_SMALL, () -> complete(upload, small, other));
        refused(ErrorCode.UPLOAD_PART_ORDER, () -> complete(upload, other, small));
        refused(ErrorCode.UPLOAD_PART_ORDER, () -> complete(upload, other, other));
        refused(ErrorCode.UPLOAD_PART, () -> complete(upload, new PartRef(3, "x", null)));
        refused(ErrorCode.REQUEST_INVALID, () -> complete(upload));
        refused(ErrorCode.REQUEST_INVALID, () -> part(upload, 0, "x"));
        refused(ErrorCode.REQUEST_INVALID, () -> part(upload, 101, "x"));
        assertThat(node.read(complete(upload, other), 0)).isEqualTo("defg");
    }

    @Test
    void aConditionIsHeldWhenItIsCompleted() throws IOException {
        UploadId upload = begin(null);
        PartRef part = part(upload, 1, "hello");
        node.put("key", "first");
        var onlyNew = new CompleteTerms(null, null, true, null);
        var wrongSize = new CompleteTerms(7L, null, false, null);

        refused(ErrorCode.PRECONDITION, () -> complete(upload, onlyNew, part));
        refused(ErrorCode.REQUEST_INVALID, () -> complete(upload, wrongSize, part));

        assertThat(node.read(node.find("key"), 0)).isEqualTo("first");
        assertThat(node.read(complete(upload, part), 0)).isEqualTo("hello");
    }

    @Test
    void aChecksumOfTheWholeIsThatOfAllItsBytes() throws IOException {
        var terms =
                new ChecksumTerms(ChecksumAlgorithm.CRC32, ChecksumForm.FULL_OBJECT, () -> null);
        UploadId upload = begin(terms);
        PartRef first = part(upload, 1, "12345");
        PartRef second = part(upload, 2, "6789");
        var wrong = new CompleteTerms(null, "AAAAAA==", false, null);

        refused(ErrorCode.OBJECT_DIGEST, () -> complete(upload, wrong, first, second));
        ObjectFacts made =
                complete(upload, new CompleteTerms(9L, "y/Q5Jg==", false, null), first, second);

        assertThat(made.checksum())
                .isEqualTo(
                        new Checksum(
                                ChecksumAlgorithm.CRC32, ChecksumForm.FULL_OBJECT, "y/Q5Jg=="));
    }

    @Test
    void aCompositeChecksumIsThatOfThePartsChecksums() throws IOException {
        UploadId upload = begin(ChecksumTerms.computed(ChecksumAlgorithm.SHA256));
        PartRef first = part(upload, 1, "12345");
        PartRef second = part(upload, 2, "6789");

        ObjectFacts made = complete(upload, first, second);

        assertThat(made.checksum())
                .isEqualTo(
                        new Checksum(
                                ChecksumAlgorithm.SHA256,
                                ChecksumForm.COMPOSITE,
                                "/wiQ+jHXUUcr18tTEaeru5H1cBgrYDQGvfxkGFLzgl4=-2"));
        refused(
                ErrorCode.REQUEST_INVALID,
                () ->
                        begin(
                                new ChecksumTerms(
                                        ChecksumAlgorithm.SHA1,
                                        ChecksumForm.FULL_OBJECT,
                                        () -> null)));
    }

    @Test
    void aPartWithAWrongChecksumIsNotKept() throws IOException {
        UploadId upload = begin(ChecksumTerms.computed(ChecksumAlgorithm.CRC32));
        var wrong = ChecksumTerms.of(ChecksumAlgorithm.CRC32, "AAAAAA==");
        var other = ChecksumTerms.computed(ChecksumAlgorithm.CRC32C);

        refused(ErrorCode.OBJECT_DIGEST, () -> part(upload, 1, "hello", wrong));
        refused(ErrorCode.REQUEST_INVALID, () -> part(upload, 1, "hello", other));

        assertThat(node.uploads.parts(node.account, upload, 0, 10).items()).isEmpty();
        assertThat(files()).isEmpty();
        assertThat(room()).isEqualTo(new BucketRows.Room(0, 0));
    }

    @Test
    void listsArePaged() throws IOException {
        UploadId one = begin(null);
        UploadId two = begin(null);
        for (int number : new int[] {5, 1, 9}) {
            part(one, number, "part" + number);
        }

        PartList first = node.uploads.parts(node.account, one, 0, 2);
        assertThat(first.items()).extracting(PartFacts::number).containsExactly(1, 5);
        assertThat(first.more()).isTrue();
        PartList second = node.uploads.parts(node.account, one, 5, 2);
        assertThat(second.items()).extracting(PartFacts::number).containsExactly(9);
        assertThat(second.more()).isFalse();
        UploadList all = list(new UploadQuery("k", null, null, 10));
        assertThat(all.items()).extracting(UploadView::id).containsExactlyInAnyOrder(one, two);
        UploadId before = all.items().getFirst().id();
        assertThat(list(new UploadQuery("", null, null, 1)).more()).isTrue();
        assertThat(list(new UploadQuery("", "key", before, 1)).items()).hasSize(1);
        assertThat(list(new UploadQuery("", "key", null, 1)).items()).isEmpty();
        assertThat(list(new UploadQuery("other", null, null, 1)).items()).isEmpty();
    }

    @Test
    void aBucketHasSoManyUploadsAndAnotherAccountNone() throws IOException {
        UploadId upload = begin(null);
        begin(null);
        begin(null);

        refused(ErrorCode.LIMIT_REACHED, () -> begin(null));
        AccountId stranger = AccountId.random();
        refused(ErrorCode.UPLOAD_UNKNOWN, () -> node.uploads.show(stranger, upload));
        refused(ErrorCode.UPLOAD_UNKNOWN, () -> node.uploads.abort(stranger, upload));
        refused(ErrorCode.UPLOAD_UNKNOWN, () -> UploadId.parse("../etc"));
    }

    @Test
    void partsCountTowardsWhatAnAccountMayHave() throws IOException {
        UploadId upload = begin(null);
        part(upload, 1, "x".repeat(512 << 10));
        part(upload, 2, "x".repeat(500 << 10));

        refused(ErrorCode.REQUEST_TOO_LARGE, () -> part(upload, 3, "x".repeat(20 << 10)));
        assertThatThrownBy(() -> node.put("other", "x".repeat(20 << 10)))
                .isInstanceOf(RefusedException.class);
        node.uploads.abort(node.account, upload);
        node.put("other", "x".repeat(20 << 10));
    }

    private interface Attempt {

        Object run() throws IOException;
    }

    /** Or the code that it was refused with. */
    private static Object result(Attempt attempt) {
        try {
            return attempt.run();
        } catch (RefusedException e) {
            return e.code();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UploadId begin(@Nullable ChecksumTerms checksum) {
        ObjectTerms terms = BucketNode.terms(checksum);
        return node.uploads.begin(node.account, "images", "key", terms).id();
    }

    private PartRef part(UploadId upload, int number, String text) throws IOException {
        return part(upload, number, text, null);
    }

    private PartRef part(UploadId upload, int number, String text, @Nullable ChecksumTerms checksum)
            throws IOException {
        PartFacts facts =
                node.uploads.part(
                        node.account,
                        upload,
                        number,
                        new PartTerms(-1, null, checksum),
                        BucketNode.bytes(text));
        return new PartRef(number, "\"" + facts.etag() + "\"", facts.checksum());
    }

    private ObjectFacts complete(UploadId upload, PartRef... parts) {
        return complete(upload, CompleteTerms.NONE, parts);
    }

    private ObjectFacts complete(UploadId upload, CompleteTerms terms, PartRef... parts) {
        return node.uploads.complete(
                node.account, new UploadPlace("images", "key", upload), List.of(parts), terms);
    }

    private UploadList list(UploadQuery query) {
        return node.uploads.list(node.account, "images", query);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    private BucketRows.Room room() {
        return node.buckets.room(node.account);
    }

    private List<String> files() throws IOException {
        return BucketNode.files(folder);
    }
}
