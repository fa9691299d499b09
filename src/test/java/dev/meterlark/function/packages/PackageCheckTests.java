package dev.meterlark.function.packages;

import static dev.meterlark.function.packages.RuntimeFamily.JAVA;
import static dev.meterlark.function.packages.RuntimeFamily.NODEJS;
import static dev.meterlark.function.packages.RuntimeFamily.PROVIDED;
import static dev.meterlark.function.packages.RuntimeFamily.PYTHON;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

class PackageCheckTests {

    private static final PackageLimits LIMITS = new PackageLimits(52_428_800, 262_144_000, 50_000);
    private static final byte[] ELF = bytes("\u007fELF and so on");

    @TempDir private Path folder;

    @Test
    void whatIsStoredReadsTheSameFromTheFrontAndFromTheEnd() throws IOException {
        RawZip zip = RawZip.of("lib/", "index.js");
        zip.deflated("lib/data.json", new byte[100_000]);

        try (CheckedPackage made = check(zip.bytes(), NODEJS, "index.handler")) {
            assertThat(fromTheFront(made.file()))
                    .containsOnlyKeys("index.js", "lib/", "lib/data.json")
                    .containsEntry("index.js", "content");
            assertThat(directory(made.file()))
                    .extracting(ZipRecord::name)
                    .containsExactly("index.js", "lib/", "lib/data.json");
            assertThat(made.entries()).isEqualTo(3);
            assertThat(made.unpackedSize()).isEqualTo(100_007);
            assertThat(made.size()).isEqualTo(Files.size(made.file()));
        }
        assertThat(new FolderBlobs(folder).files()).isEmpty();
    }

    @Test
    void theSameFilesMakeTheSamePackageInAnyOrderAndOfAnyDate() throws IOException {
        byte[] one = RawZip.of("index.js", "a.js", "b.js").bytes();
        byte[] other = RawZip.of("b.js", "index.js", "a.js").comment(bytes("hello")).bytes();

        assertThat(stored(one)).isEqualTo(stored(other));
    }

    @Test
    void onlyTheExecutableBitIsKept() throws IOException {
        RawZip zip = RawZip.of("index.js");
        zip.stored("tool", new byte[1]).mode(0104755);
        zip.stored("open", new byte[1]).mode(0100666);
        zip.stored("unknown", new byte[1]).mode(0);
        zip.stored("folder/", new byte[0]).mode(0040777);

        try (CheckedPackage made = check(zip.bytes(), NODEJS, "index.handler")) {
            assertThat(directory(made.file()))
                    .extracting(r -> r.name() + " " + Integer.toOctalString(r.mode()))
                    .containsExactly(
                            "folder/ 40755",
                            "index.js 100644",
                            "open 100644",
                            "tool 100755",
                            "unknown 100644");
        }
    }

    @Test
    void zipsOfOtherToolsAreAccepted() throws IOException {
        List<Consumer<RawZip>> forms =
                List.of(
                        z -> z.first().sizesFollow(),
                        z -> z.first().large(),
                        z -> z.large(),
                        z -> z.first().large().sizesFollow(),
                        z -> z.before(bytes("#!/bin/sh\nexec java -jar \"$0\"\n")),
                        z -> z.comment(bytes("PK\5\6 is not the end")),
                        z -> z.stored("LICENSE", new byte[1]),
                        z -> z.stored("license/x", new byte[1]),
                        z -> z.stored("caf\u00e9/\u65e5\u672c.js", new byte[1]));
        for (Consumer<RawZip> form : forms) {
            RawZip zip = RawZip.of("index.js", "LICENSE.txt").with(form);

            try (CheckedPackage made = check(zip.bytes(), NODEJS, "index.handler")) {
                assertThat(fromTheFront(made.file())).containsEntry("index.js", "content");
            }
        }
    }

    @Test
    void whatJavaAndItsJarsWriteIsAccepted() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : List.of("META-INF/", "META-INF/LICENSE", "META-INF/license/a")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.closeEntry();
            }
            zip.putNextEntry(new ZipEntry("com/acme/Hello.class"));
            zip.write(new byte[9_999]);
            zip.closeEntry();
        }

        try (CheckedPackage made = check(out.toByteArray(), JAVA, "com.acme.Hello::hi")) {
            assertThat(made.unpackedSize()).isEqualTo(9_999);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NODEJS, hello.mjs, index.handler, index.mjs",
        "NODEJS, hello.cjs, src/app.api.get, src/app.cjs",
        "NODEJS, , index.handler, index.js",
        "PYTHON, lambda_function.py, app.handler, app.py",
        "PYTHON, , pkg.mod.fn, pkg/mod.py",
    })
    void oneSourceFileIsNamedAsTheHandlerNeedsIt(
            RuntimeFamily family, @Nullable String file, String handler, String entry)
            throws IOException {
        try (CheckedPackage made = check(bytes("code"), family, handler, file, null)) {
            assertThat(fromTheFront(made.file())).isEqualTo(Map.of(entry, "code"));
            assertThat(made.unpackedSize()).isEqualTo(4);
            assertThat(made.entries()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"\u007fELF and so on", "#!/bin/sh"})
    void anExecutableBecomesTheBootstrap(String content) throws IOException {
        try (CheckedPackage made = check(bytes(content), PROVIDED, "any", "hello", null)) {
            assertThat(directory(made.file()))
                    .extracting(r -> r.name() + " " + Integer.toOctalString(r.mode()))
                    .containsExactly("bootstrap 100755");
        }
    }

    @Test
    void aBootstrapFromWindowsIsMadeExecutable() throws IOException {
        RawZip zip = RawZip.of("bootstrap");
        zip.last().mode(0);

        try (CheckedPackage made = check(zip.bytes(), PROVIDED, "any")) {
            assertThat(directory(made.file()).getFirst().mode()).isEqualTo(0100755);
        }
    }

    @Test
    void whatIsNoPackageIsRefusedWithWhatToDo() {
        assertRefused(new byte[0], NODEJS, null, "the package is empty");
        assertRefused(bytes("code"), NODEJS, "app.py", "\"app.py\" is no source file of nodejs");
        assertRefused(bytes("a\0b"), NODEJS, "index.js", "neither a zip nor a source file");
        assertRefused(new byte[] {(byte) 0xff}, PYTHON, "app.py", "neither a zip nor a source");
        assertRefused(ELF, PYTHON, null, "neither a zip nor a source file");
        assertRefused(bytes("text"), PROVIDED, null, "neither a zip nor an executable");
        assertRefused(bytes("class Hello {}"), JAVA, "Hello.java", "upload the jar");
        assertRefused(bytes("text"), JAVA, null, "this is no jar");
        assertRefused(
                bytes("\0asm1"),
                NODEJS,
                null,
                "this is a WebAssembly module; create the function with the runtime wasm");
        assertRefused(bytes("text"), NODEJS, "code.zip", "the zip is damaged");
        assertRefused(new byte[] {0x1f, (byte) 0x8b, 8}, NODEJS, "code.tgz", "but no zip");
        assertRefused(new RawZip().bytes(), NODEJS, null, "the zip holds no file");
        assertRefused(RawZip.of("only/").bytes(), NODEJS, null, "the zip holds no file");
    }

    @ParameterizedTest
    @CsvSource({
        "NODEJS, index.handler, index.cjs",
        "NODEJS, src/app.api.get, src/app.js",
        "PYTHON, app.handler, app/__init__.py",
        "PYTHON, pkg.mod.fn, pkg/mod.py",
        "PYTHON, pkg/mod.fn, pkg/mod.cpython-311-x86_64-linux-gnu.so",
        "JAVA, com.acme.Hello, com/acme/Hello.class",
        "JAVA, com.acme.Hello::hi, BOOT-INF/classes/com/acme/Hello.class",
        "JAVA, uppercase|reverse, BOOT-INF/classes/application.properties",
        "JAVA, quote, lib/spring-cloud-function-context-5.0.1.jar",
        "JAVA, '', BOOT-INF/classes/application.properties",
        "PROVIDED, whatever, bootstrap",
    })
    void aPackageWithItsHandlerIsAccepted(RuntimeFamily family, String handler, String entry)
            throws IOException {
        check(RawZip.of(entry).bytes(), family, handler).close();
    }

    @ParameterizedTest
    @CsvSource({
        "NODEJS, index.handler, src/index.js, index.js or index.mjs or index.cjs",
        "PYTHON, app.handler, main.py, app.py or app/__init__.py",
        "JAVA, com.acme.Hello, com/acme/Other.class, com/acme/Hello.class at its root",
        "JAVA, com.acme.Hello::hi, BOOT-INF/x, com/acme/Hello.class at its root",
        "JAVA, '', com/acme/Hello.class, the function has no handler",
        "PROVIDED, x, bootstrap/main, needs bootstrap in the package",
    })
    void aPackageWithoutItsHandlerIsRefusedWithWhatIsThere(
            RuntimeFamily family, String handler, String entry, String reason) {
        RefusedException refused =
                catchThrowableOfType(
                        RefusedException.class,
                        () -> check(RawZip.of(entry).bytes(), family, handler));

        assertThat(refused.code()).isEqualTo(ErrorCode.PACKAGE_INVALID);
        assertThat(refused.publicText()).contains(reason);
        if (!handler.isEmpty()) {
            assertThat(refused.publicText())
                    .contains("at its top there is \"" + entry.replaceFirst("/.*", "/") + "\"");
        }
    }

    @Test
    void aClassIsFoundInALibraryAndADamagedLibraryIsOnlyData() throws IOException {
        RawZip zip = new RawZip();
        zip.stored("lib/a.jar", bytes("no jar at all"));
        zip.stored("lib/b.jar", RawZip.of("com/acme/Hello.class").bytes());

        check(zip.bytes(), JAVA, "com.acme.Hello").close();

        assertThatThrownBy(() -> check(zip.bytes(), JAVA, "com.acme.Bye"))
                .isInstanceOf(RefusedException.class);
        assertThat(new FolderBlobs(folder).files()).isEmpty();
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() {
        InputStream broken =
                new SequenceInputStream(
                        new ByteArrayInputStream(new byte[100_000]), new BrokenStream());

        RefusedException refused =
                catchThrowableOfType(
                        RefusedException.class,
                        () -> check(new PackageUpload(broken, "a.zip", null), NODEJS, "i.h"));

        assertThat(refused.code()).isEqualTo(ErrorCode.REQUEST_MALFORMED);
        assertThat(new FolderBlobs(folder).files()).isEmpty();
    }

    @Test
    void exactlyTheLimitUnpackedIsAcceptedAndOneByteMoreIsNot() throws IOException {
        PackageLimits tight = new PackageLimits(1 << 20, 10_000, 10);
        RawZip zip = RawZip.of("index.js");
        zip.deflated("a", new byte[9_993]);
        check(tight, zip.bytes()).close();

        zip.stored("b", new byte[1]);

        assertThatThrownBy(() -> check(tight, zip.bytes()))
                .hasMessageContaining("more than 10000 bytes");
    }

    private void assertRefused(
            byte[] upload, RuntimeFamily family, @Nullable String file, String reason) {
        RefusedException refused =
                catchThrowableOfType(
                        RefusedException.class,
                        () -> check(upload, family, "index.handler", file, null));

        assertThat(refused.code()).isEqualTo(ErrorCode.PACKAGE_INVALID);
        assertThat(refused.publicText()).contains(reason);
        assertThat(new FolderBlobs(folder).files()).isEmpty();
    }

    private CheckedPackage check(byte[] upload, RuntimeFamily family, String handler)
            throws IOException {
        return check(upload, family, handler, null, null);
    }

    private CheckedPackage check(
            byte[] upload,
            RuntimeFamily family,
            String handler,
            @Nullable String file,
            @Nullable String type)
            throws IOException {
        return check(
                new PackageUpload(new ByteArrayInputStream(upload), file, type), family, handler);
    }

    private CheckedPackage check(PackageUpload upload, RuntimeFamily family, String handler)
            throws IOException {
        return new PackageCheck(new FolderBlobs(folder), LIMITS).check(upload, family, handler);
    }

    private CheckedPackage check(PackageLimits limits, byte[] zip) throws IOException {
        return new PackageCheck(new FolderBlobs(folder), limits)
                .check(
                        new PackageUpload(new ByteArrayInputStream(zip), null, null),
                        NODEJS,
                        "index.handler");
    }

    private byte[] stored(byte[] zip) throws IOException {
        try (CheckedPackage made = check(zip, NODEJS, "index.handler")) {
            return Files.readAllBytes(made.file());
        }
    }

    private static Map<String, String> fromTheFront(Path file) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                found.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
            }
        }
        return found;
    }

    private static List<ZipRecord> directory(Path file) throws IOException {
        try (ZipBytes zip = new ZipBytes(file)) {
            return new ArrayList<>(ZipDirectory.read(zip, ZipEnd.find(zip), 1_000));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static final class BrokenStream extends FilterInputStream {

        BrokenStream() {
            super(InputStream.nullInputStream());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("connection reset");
        }
    }
}
