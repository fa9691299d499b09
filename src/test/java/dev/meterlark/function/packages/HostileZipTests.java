package dev.meterlark.function.packages;

import static dev.meterlark.function.packages.RuntimeFamily.NODEJS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Zips that someone made on purpose: each is refused for its own reason and leaves nothing. */
class HostileZipTests {

    private static final PackageLimits LIMITS = new PackageLimits(1 << 20, 40 << 20, 100);

    @TempDir private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"names", "kinds", "lies", "places", "bombs", "ends"})
    void itIsRefusedForItsOwnReasonAndNothingIsLeft(
            String name, Consumer<RawZip> change, String reason) {
        RawZip zip = RawZip.of("index.js").with(change);

        RefusedException refused = refused(zip.bytes());

        assertThat(refused.code()).isEqualTo(ErrorCode.PACKAGE_INVALID);
        assertThat(refused.publicText()).contains(reason);
        assertThat(new FolderBlobs(folder).files()).isEmpty();
    }

    static Stream<Arguments> names() {
        return Stream.of(
                named("../evil", "\"../evil\" has an empty part, . or .."),
                named("a/../../evil", "has an empty part, . or .."),
                named("a/..", "has an empty part, . or .."),
                named("./a", "has an empty part, . or .."),
                named("a//b", "has an empty part, . or .."),
                named("/etc/passwd", "is an absolute path"),
                named("//host/share", "is an absolute path"),
                named("/", "is an absolute path"),
                named("..\\evil", "has a backslash"),
                named("C:evil", "starts with a drive letter"),
                named("c:/evil", "starts with a drive letter"),
                named("a\0.js", "\"a?.js\" has a control character"),
                named("a\nb", "has a control character"),
                named("a\u0085b", "has a control character"),
                named("", "has no name"),
                named("x".repeat(256), "has a part of more than 255 bytes"),
                named("é".repeat(128), "has a part of more than 255 bytes"),
                named("a/".repeat(50) + "b", "is too long or too deep"),
                named(("x".repeat(200) + "/").repeat(21) + "b", "is too long or too deep"),
                named("index.js", "is there twice"),
                named("INDEX.JS", "differs from \"index.js\" only in"),
                named("index.js/", "lies below an entry that is a file"),
                named("index.js/evil", "lies below an entry that is a file"),
                change(
                        "accents composed and apart",
                        z -> {
                            z.stored("\u00e9.js", new byte[1]);
                            z.stored("e\u0301.js", new byte[1]);
                        },
                        "only in small and capital letters or accents"),
                change(
                        "not UTF-8",
                        z -> z.stored("x", new byte[0]).name("caf\u00e9".getBytes(ISO_8859_1)),
                        "is not UTF-8"),
                change(
                        "overlong UTF-8 of ../",
                        z ->
                                z.stored("x", new byte[0])
                                        .name(new byte[] {(byte) 0xc0, (byte) 0xae, '/'}),
                        "is not UTF-8"));
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                change("symlink", z -> link(z).mode(0120777), "\"link\" is a symbolic link"),
                change("block device", z -> link(z).mode(0060644), "is a device"),
                change("character device", z -> link(z).mode(0020644), "is a device"),
                change("fifo", z -> link(z).mode(0010644), "is a named pipe"),
                change("socket", z -> link(z).mode(0140644), "is a socket"),
                change("whiteout", z -> link(z).mode(0160644), "is a special file"),
                change("folder without /", z -> link(z).mode(0040755), "a file and a folder"),
                change(
                        "file with /",
                        z -> z.stored("folder/", new byte[0]).mode(0100644),
                        "a file and a folder"),
                change(
                        "folder with content",
                        z -> z.stored("folder/", new byte[5]).mode(0040755),
                        "is a folder and has content"),
                change("encrypted", z -> z.first().flags(1), "is encrypted"),
                change("strongly encrypted", z -> z.first().flags(1 << 6), "is encrypted"),
                change("masked", z -> z.first().flags(1 << 13), "is encrypted"),
                change("bzip2", z -> z.first().method(12), "is compressed by method 12"),
                change("on another disk", z -> z.first().disk(2), "in another part"));
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                change(
                        "unpacks to more than declared",
                        z -> z.deflated("a", new byte[5_000]).size(10),
                        "\"a\" unpacks to another size than the 10 bytes"),
                change(
                        "unpacks to less than declared",
                        z -> z.deflated("a", new byte[5_000]).size(6_000),
                        "unpacks to another size than the 6000 bytes"),
                change("stored with two sizes", z -> z.first().size(3), "has two sizes"),
                change("wrong checksum", z -> z.first().crc(1), "its checksum differs"),
                change(
                        "cut deflate data",
                        z -> z.deflated("a", new byte[5_000]).packed(4),
                        "is damaged and cannot be unpacked"),
                change(
                        "no deflate data",
                        z -> z.deflated("a", new byte[9]).data(bytes("\7\7\7\7\7\7\7\7\7")),
                        "\"a\""),
                change(
                        "bytes after the deflate data",
                        z -> {
                            RawZip.Entry entry = z.deflated("a", new byte[9]);
                            byte[] longer = Arrays.copyOf(RawZip.deflate(new byte[9]), 64);
                            entry.data(longer).packed(longer.length);
                        },
                        "unpacks to another size"),
                change("other name at the data", z -> z.first().localName("index.mjs"), "two ways"),
                change("other method at the data", z -> z.first().localMethod(8), "two ways"),
                change("other size at the data", z -> z.first().localSize(8), "two ways"));
    }

    static Stream<Arguments> places() {
        return Stream.of(
                change("data beyond the end", z -> z.first().packed(99_999), "two sizes"),
                change(
                        "deflate data beyond the end",
                        z -> z.deflated("a", new byte[9]).packed(99_999),
                        "reaches beyond the end"),
                change("header elsewhere", z -> z.first().at(3), "is not where"),
                change("header outside", z -> z.first().at(0x7fff_ffff), "is not where"),
                change(
                        "two entries, one data",
                        z ->
                                z.stored("twin", "content".getBytes(UTF_8))
                                        .localName("index.js")
                                        .at(0),
                        "shares its bytes"),
                change(
                        "an entry inside another's data",
                        z -> {
                            byte[] inner = RawZip.of("inner.js").bytes();
                            z.stored("outer.bin", inner);
                            z.stored("inner.js", bytes("content")).at(45 + 39);
                        },
                        "shares its bytes"));
    }

    static Stream<Arguments> bombs() {
        byte[] zeros = new byte[4 << 20];
        return Stream.of(
                change(
                        "bomb by ratio",
                        z -> IntStream.range(0, 4).forEach(i -> z.deflated("z" + i, zeros)),
                        "as only a zip bomb does"),
                change(
                        "bomb by declared size",
                        z -> z.deflated("a", new byte[9]).size(41L << 20),
                        "unpacks to more than 41943040 bytes"),
                change(
                        "sizes of four gigabytes without a field for them",
                        z -> z.deflated("a", new byte[9]).size(0xffff_ffffL),
                        "does not say how large it is"),
                change(
                        "64-bit size that is a lie",
                        z -> z.deflated("a", new byte[9]).large().size(1L << 62),
                        "unpacks to more than 41943040 bytes"),
                change(
                        "64-bit size below zero",
                        z -> z.deflated("a", new byte[9]).large().size(-5),
                        "beyond all measure"));
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                change("more entries counted", z -> z.count(2), "fewer entries than it says"),
                change("fewer entries counted", z -> z.count(0), "holds more than it says"),
                change("several disks", z -> z.disk(1), "one part of several"),
                change("directory elsewhere", z -> z.directoryOffsetLie(9), "its directory is not"),
                change("something after it", z -> z.after(new byte[10]), "something follows it"),
                change(
                        "another zip after it",
                        z -> z.after(Arrays.copyOf(RawZip.of("x").bytes(), 60)),
                        "something follows it"),
                change(
                        "too many entries",
                        z -> IntStream.range(0, 100).forEach(i -> z.stored("f" + i, new byte[0])),
                        "has 101 entries; at most 100"),
                change(
                        "folders that only a path names",
                        z ->
                                IntStream.range(0, 9)
                                        .forEach(
                                                i ->
                                                        z.stored(
                                                                i + "/a/b/c/d/e/f/g/h/i/j/k",
                                                                new byte[0])),
                        "more than 100 files and folders"),
                change("too many counted", z -> z.large().count(2_000_000_000), "at most 100"),
                change("64-bit end that lies", z -> z.large().count(5), "fewer entries"));
    }

    @Test
    void aSmallZipOfOverlappingEntriesIsNotUnpacked() {
        RawZip zip = RawZip.of("index.js");
        byte[] kernel = RawZip.deflate(new byte[900_000]);
        zip.deflated("a0", new byte[900_000]);
        for (int i = 1; i < 60; i++) {
            zip.deflated("a" + i, new byte[900_000]).data(new byte[0]).at(45);
        }

        RefusedException refused = refused(zip.bytes());

        assertThat(kernel.length).isLessThan(1_000);
        assertThat(refused.code()).isEqualTo(ErrorCode.PACKAGE_INVALID);
    }

    @Test
    void oneByteTooMuchIsTooLargeBeforeAnythingElseIsLookedAt() {
        RefusedException refused = refused(new byte[(1 << 20) + 1]);

        assertThat(refused.code()).isEqualTo(ErrorCode.PACKAGE_TOO_LARGE);
        assertThat(refused.publicText()).contains("1048576 bytes");
        assertThat(new FolderBlobs(folder).files()).isEmpty();
    }

    @Test
    void everyTruncationAndEveryFlippedByteIsRefusedOrHarmless() throws IOException {
        byte[] whole = RawZip.of("index.js", "lib/", "lib/a.js").bytes();
        for (int length = 0; length < whole.length; length++) {
            assertThat(refused(Arrays.copyOf(whole, length)).code().status()).isEqualTo(400);
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) 0xff;
            try (CheckedPackage accepted = check(flipped)) {
                assertThat(accepted.unpackedSize()).isEqualTo(14);
            } catch (RefusedException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.PACKAGE_INVALID);
            }
        }
        assertThat(new FolderBlobs(folder).files()).isEmpty();
    }

    private RefusedException refused(byte[] zip) {
        return catchThrowableOfType(RefusedException.class, () -> check(zip));
    }

    private CheckedPackage check(byte[] zip) throws IOException {
        return new PackageCheck(new FolderBlobs(folder), LIMITS)
                .check(
                        new PackageUpload(new ByteArrayInputStream(zip), "code.zip", null),
                        NODEJS,
                        "index.handler");
    }

    private static RawZip.Entry link(RawZip zip) {
        return zip.stored("link", bytes("/etc/passwd"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Arguments named(String name, String reason) {
        return change(
                "named " + Refusals.shown(name), z -> z.stored(name, new byte[0]).mode(0), reason);
    }

    private static Arguments change(String name, Consumer<RawZip> change, String reason) {
        return arguments(name, change, reason);
    }
}
