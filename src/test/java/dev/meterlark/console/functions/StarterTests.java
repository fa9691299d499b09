package dev.meterlark.console.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarInputStream;

class StarterTests {

    @ParameterizedTest
    @ValueSource(strings = {"nodejs", "python", "java", "wasm"})
    void everyLanguageHasAReadyFunction(String family) {
        assertThat(Starter.of(family)).isPresent();
        assertThat(Starter.of(family).orElseThrow().code()).isNotEmpty();
    }

    @Test
    void anExecutableHasToBeOnesOwn() {
        assertThat(Starter.of("provided")).isEmpty();
    }

    @Test
    void theJavaStarterIsAJarOfClassesForJava17() throws IOException {
        byte[] jar = Starter.of("java").orElseThrow().code();

        try (var in = new JarInputStream(new ByteArrayInputStream(jar))) {
            assertThat(in.getNextEntry().getName()).isEqualTo("Hello.class");
            byte[] bytes = in.readAllBytes();
            assertThat(bytes[7]).as("class file version of Java 17").isEqualTo((byte) 61);
            assertThat(in.getNextEntry()).isNull();
        }
    }

    @Test
    void theWebAssemblyStarterIsTheExampleAndItsModule() throws IOException {
        Starter starter = Starter.of("wasm").orElseThrow();

        assertThat(starter.source())
                .isEqualTo(Files.readString(Path.of("examples/wasm-hello/hello.c")));
        assertThat(starter.uploadName()).isEqualTo("hello.wasm");
        assertThat(starter.code()).startsWith(0, 'a', 's', 'm');
    }
}
