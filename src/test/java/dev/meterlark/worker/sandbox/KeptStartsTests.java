package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.worker.SandboxSpec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class KeptStartsTests {

    private static final KeptStarts.Key FIRST = new KeptStarts.Key("first");
    private static final KeptStarts.Key SECOND = new KeptStarts.Key("second");
    private static final List<String> CLASS_PATH = List.of("/kept/root.jar", "/var/task/lib/a.jar");

    private Path folder;
    private KeptStarts kept;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        this.folder = folder.resolve("starts");
        kept = new KeptStarts(this.folder, 1000);
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(kept.knows(FIRST)).isFalse();
        assertThat(kept.of(FIRST)).isNull();
    }

    @Test
    void whatWasKeptIsThereAfterARestart() throws Exception {
        keep(FIRST, 10);

        var again = new KeptStarts(folder, 100);

        assertThat(again.knows(FIRST)).isTrue();
        assertThat(again.of(FIRST)).extracting("classPath").isEqualTo(CLASS_PATH);
        assertThat(Objects.requireNonNull(again.of(FIRST)).cache()).hasSize(10);
    }

    @Test
    void whatWasNotFinishedIsNot() throws Exception {
        Files.createFile(kept.begin(FIRST).resolve("cache"));

        var again = new KeptStarts(folder, 100);

        assertThat(again.knows(FIRST)).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void thatNothingIsWorthKeepingIsKnownToo() throws Exception {
        keep(FIRST, 10);

        kept.keepNothing(FIRST);

        assertThat(kept.knows(FIRST)).isTrue();
        assertThat(kept.of(FIRST)).isNull();
    }

    @Test
    void beyondTheBoundWhatWasNotUsedForLongestGoes() throws Exception {
        keep(FIRST, 400);
        keep(SECOND, 400);
        Files.setLastModifiedTime(folder.resolve("second"), FileTime.from(Instant.EPOCH));

        keep(new KeptStarts.Key("third"), 400);

        assertThat(kept.knows(SECOND)).isFalse();
        assertThat(kept.of(FIRST)).isNotNull();
        assertThat(kept.of(new KeptStarts.Key("third"))).isNotNull();
    }

    @Test
    void aCacheThatIsALinkIsNone() throws Exception {
        Path started = kept.begin(FIRST);
        Files.createSymbolicLink(started.resolve("cache"), Path.of("/etc/passwd"));
        kept.keep(FIRST, KeptStarts.unfinished(started, CLASS_PATH));

        assertThat(kept.of(FIRST)).isNull();
    }

    @Test
    void itBelongsToOneAccountsPackageAndHandlerAndToOneJava() {
        SandboxSpec mine = Running.spec("java25", "a.B", 512, Map.of());
        SandboxSpec others = Running.spec("java25", "a.B", 512, Map.of());
        JavaCommand java = java("25.0.1", "our runtime");

        assertThat(KeptStarts.Key.of(mine, java))
                .isEqualTo(KeptStarts.Key.of(mine, java))
                .isNotEqualTo(KeptStarts.Key.of(others, java))
                .isNotEqualTo(KeptStarts.Key.of(mine, java("25.0.2", "our runtime")))
                .isNotEqualTo(KeptStarts.Key.of(mine, java("25.0.1", "another runtime")))
                .isNotEqualTo(KeptStarts.Key.of(java));
    }

    private void keep(KeptStarts.Key key, int bytes) throws IOException {
        Path started = kept.begin(key);
        Files.write(started.resolve("cache"), new byte[bytes]);
        kept.keep(key, KeptStarts.unfinished(started, CLASS_PATH));
    }

    private static JavaCommand java(String version, String runtime) {
        return new JavaCommand(Path.of("/java"), version, runtime, Path.of("/nothing"));
    }
}
