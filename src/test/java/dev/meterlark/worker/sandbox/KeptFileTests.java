package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class KeptFileTests {

    @TempDir Path folder;

    @Test
    void theNumberIsReadAnewEachTime() throws IOException {
        Path file = file("12\n");

        try (var kept = KeptFile.open(file)) {
            assertThat(kept.number()).isEqualTo(12);
            Files.writeString(file, "345678901234567\n");
            assertThat(kept.number()).isEqualTo(345_678_901_234_567L);
        }
    }

    @Test
    void theNumberBehindTheFirstKeyIsRead() throws IOException {
        try (var kept = KeptFile.open(file("usage_usec 42\nuser_usec 7\n"))) {
            assertThat(kept.firstNumber("usage_usec")).isEqualTo(42);
            assertThatThrownBy(() -> kept.firstNumber("user_usec"))
                    .isInstanceOf(NumberFormatException.class)
                    .hasMessageContaining("user_usec");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "max\n", "-1\n"})
    void aFileWithoutANumberIsNoZero(String content) throws IOException {
        try (var kept = KeptFile.open(file(content))) {
            assertThatThrownBy(kept::number).isInstanceOf(NumberFormatException.class);
        }
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> KeptFile.open(folder.resolve("none")))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("open");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("file"), content);
    }
}
