package dev.meterlark.console.functions;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.invocation.compiling.CompilerProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

class StarterTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(strings = {"nodejs", "python", "java"})
    void everyLanguageHasAReadyFunctionForEachThatStartsIt(String family) {
        assertThat(Starter.of(family))
                .extracting(Starter::kind)
                .containsExactly(Starter.Kind.values());
        assertThat(Starter.of(family)).allMatch(starter -> starter.code().length > 0);
    }

    @Test
    void anExecutableHasToBeOnesOwn() {
        assertThat(Starter.of("provided")).isEmpty();
    }

    @Test
    void everyReadyFunctionHasAnEventOfItsKindToBeCalledWith() {
        assertThat(SampleEvent.ALL)
                .extracting(SampleEvent::name)
                .containsAll(Stream.of(Starter.Kind.values()).map(Starter.Kind::wireName).toList());
        for (SampleEvent sample : SampleEvent.ALL) {
            assertThat(JSON.readTree(sample.text()).isObject()).as(sample.name()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyReadyJavaFunctionCompiles(Starter.Kind kind) throws IOException {
        Starter starter = Starter.of("java", kind.wireName()).orElseThrow();
        var request = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(request)) {
            out.writeUTF(starter.fileName());
            out.writeUTF("17");
            out.write(starter.code());
        }

        byte[] answer = CompilerProgram.compile(request.toByteArray());

        assertThat(answer[0]).as(new String(answer, UTF_8)).isEqualTo((byte) 1);
    }

    @Test
    void theWebAssemblyStarterIsTheExampleAndItsModule() throws IOException {
        Starter starter = Starter.of("wasm", "hello").orElseThrow();

        assertThat(starter.source())
                .isEqualTo(Files.readString(Path.of("examples/wasm-hello/hello.c")));
        assertThat(starter.uploadName()).isEqualTo("hello.wasm");
        assertThat(starter.code()).startsWith(0, 'a', 's', 'm');
    }
}
