package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

class PackageJarsTests {

    private Path code;
    private Path target;

    @BeforeEach
    void makeFolders(@TempDir Path folder) throws IOException {
        code = Files.createDirectory(folder.resolve("code"));
        target = Files.createDirectory(folder.resolve("target"));
    }

    @Test
    void classesComeBeforeLibraries() throws Exception {
        file("com/acme/Hello.class");
        file("lib/b.jar");
        file("lib/a.jar");
        file("lib/notes.txt");

        assertThat(PackageJars.write(code, target, "/kept"))
                .containsExactly("/kept/root.jar", "/var/task/lib/a.jar", "/var/task/lib/b.jar");
        assertThat(names("root.jar"))
                .containsExactlyInAnyOrder(
                        "com/", "com/acme/", "com/acme/Hello.class", "lib/", "lib/notes.txt");
    }

    @Test
    void aSpringBootJarIsLookedThroughAsOurRuntimeDoes() throws Exception {
        file("BOOT-INF/classes/com/acme/App.class");
        file("BOOT-INF/lib/spring.jar");
        file("META-INF/MANIFEST.MF");

        assertThat(PackageJars.write(code, target, "/kept"))
                .containsExactly(
                        "/kept/classes.jar", "/var/task/BOOT-INF/lib/spring.jar", "/kept/root.jar");
        assertThat(names("classes.jar")).contains("com/acme/App.class");
        assertThat(names("root.jar")).containsExactly("META-INF/", "META-INF/MANIFEST.MF");
    }

    @Test
    void noLinkIsFollowed() throws Exception {
        file("Hello.class");
        Files.createSymbolicLink(code.resolve("passwd"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(code.resolve("etc"), Path.of("/etc"));

        PackageJars.write(code, target, "/kept");

        assertThat(names("root.jar")).containsExactly("Hello.class");
    }

    @Test
    void aNameThatNoClassPathCanHoldIsRefused() throws Exception {
        file("lib/a:b.jar");

        assertThatThrownBy(() -> PackageJars.write(code, target, "/kept"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/var/task/lib/a:b.jar");
    }

    @Test
    void twiceTheSameIsWritten() throws Exception {
        file("Hello.class");
        PackageJars.write(code, target, "/kept");
        byte[] first = Files.readAllBytes(target.resolve("root.jar"));

        PackageJars.write(code, target, "/kept");

        assertThat(Files.readAllBytes(target.resolve("root.jar"))).isEqualTo(first);
    }

    private void file(String name) throws IOException {
        Files.createDirectories(code.resolve(name).getParent());
        Files.writeString(code.resolve(name), name);
    }

    private List<String> names(String jar) throws IOException {
        try (JarFile file = new JarFile(target.resolve(jar).toFile())) {
            return file.stream().map(Object::toString).toList();
        }
    }
}
