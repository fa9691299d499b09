package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

class PackingTests {

    @TempDir Path home;
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(home.resolve("shop"));
    }

    private void file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void theSameContentIsTheSameBytesWhateverTheTimes() throws IOException {
        file("index.mjs", "export const handler = 1;");
        file("lib/ünï.txt", "x".repeat(100_000));
        String first = digest();

        Files.setLastModifiedTime(folder.resolve("index.mjs"), FileTime.fromMillis(1));
        assertThat(digest()).isEqualTo(first);
        file("index.mjs", "export const handler = 2;");
        assertThat(digest()).isNotEqualTo(first);
    }

    private String digest() {
        try (CodePackage code = CodePackage.of(folder)) {
            return code.digest();
        }
    }

    @Test
    void theJdkReadsItBackWithItsExecutableBits() throws IOException {
        file("bootstrap", "#!/bin/sh\n");
        file("data/empty", "");
        file("data/words.txt", "the cat\n".repeat(1000));
        Files.setPosixFilePermissions(
                folder.resolve("bootstrap"), PosixFilePermissions.fromString("rwxr-x---"));

        try (CodePackage code = CodePackage.of(folder)) {
            assertThat(code.names()).containsExactly("bootstrap", "data/empty", "data/words.txt");
            URI uri = URI.create("jar:" + code.file().toUri());
            try (var zip =
                    FileSystems.newFileSystem(uri, Map.of("enablePosixFileAttributes", "true"))) {
                assertThat(permissions(zip.getPath("bootstrap")))
                        .contains(PosixFilePermission.OTHERS_EXECUTE);
                assertThat(permissions(zip.getPath("data/words.txt")))
                        .doesNotContain(PosixFilePermission.OWNER_EXECUTE);
                assertThat(Files.readString(zip.getPath("data/words.txt")))
                        .isEqualTo("the cat\n".repeat(1000));
                assertThat(Files.size(zip.getPath("data/empty"))).isZero();
            }
        }
    }

    private static Set<PosixFilePermission> permissions(Path path) throws IOException {
        return Files.getPosixFilePermissions(path);
    }

    @Test
    void whatIsMadeForTheUploadIsDeletedAfterIt() throws IOException {
        file("app.py", "");
        Path made;
        try (CodePackage code = CodePackage.of(folder)) {
            made = code.file();
            assertThat(made).exists();
        }
        assertThat(made).doesNotExist();
    }

    @Test
    void gitAndWhatIsIgnoredStayBehind() throws IOException {
        file(".larkignore", "# ours\n*.log\n/target/\n!keep.log\ndocs/**/draft.md\n");
        file(".git/config", "");
        file("app.py", "");
        file("a/debug.log", "");
        file("a/keep.log", "");
        file("a/target/x", "");
        file("target/big.zip", "");
        file("docs/one/two/draft.md", "");
        file("docs/final.md", "");

        try (CodePackage code = CodePackage.of(folder)) {
            assertThat(code.names())
                    .containsExactly("a/keep.log", "a/target/x", "app.py", "docs/final.md");
        }
    }

    @Test
    void ignoredLinksDoNotMatter() throws IOException {
        file(".larkignore", ".bin\n");
        file("index.js", "");
        Files.createDirectories(folder.resolve("node_modules/.bin"));
        Files.createSymbolicLink(folder.resolve("node_modules/.bin/tool"), Path.of("../x"));

        assertThat(digest()).isNotEmpty();
    }

    @Test
    void anEmptyFolderAndABrokenZipAreToldBeforeAnythingIsSent() throws IOException {
        assertThatThrownBy(() -> CodePackage.of(folder)).hasMessageContaining("holds no file");
        Files.writeString(home.resolve("x.zip"), "PK no zip");
        assertThatThrownBy(() -> CodePackage.of(home.resolve("x.zip")))
                .hasMessageContaining("x.zip is no zip that can be read");
        Files.writeString(home.resolve("x.tar"), "tar");
        assertThatThrownBy(() -> CodePackage.of(home.resolve("x.tar")))
                .hasMessageContaining("x.tar is no zip, jar, source file");
        assertThatThrownBy(() -> CodePackage.of(home.resolve("gone")))
                .hasMessageContaining("there is no such file or folder");
    }

    @Test
    void theFilesSayWhatItIs() {
        assertThat(guess("index.mjs", "package.json", "node_modules/x/y.py"))
                .isEqualTo("nodejs index.handler");
        assertThat(guess("app.py", "README.md")).isEqualTo("python app.handler");
        assertThat(guess("lambda_function.py", "other.py"))
                .isEqualTo("python lambda_function.handler");
        assertThat(guess("only.js")).isEqualTo("nodejs only.handler");
        assertThat(guess("bootstrap", "index.js")).isEqualTo("provided bootstrap");
        assertThat(guess("function.wasm", "notes.txt")).isEqualTo("wasm ");
        assertThat(guess("META-INF/MANIFEST.MF", "BOOT-INF/classes/x.class")).isEqualTo("java ");
        assertThat(guess("com/acme/Hello.class")).isEqualTo("java ");
        assertThat(guess("one.py", "two.py")).isEqualTo("?");
        assertThat(guess("index.js", "app.py")).isEqualTo("?");
        assertThat(guess("notes.txt")).isEqualTo("?");
    }

    private static String guess(String... names) {
        var code = new CodePackage(Path.of("x"), 1, "", List.of(names), false, false);
        return Guess.of(code).map(g -> g.runtime() + " " + g.handler()).orElse("?");
    }
}
