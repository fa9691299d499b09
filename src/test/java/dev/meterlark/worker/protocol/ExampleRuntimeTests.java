package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.examples.Example;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Every example in its runtime, without a sandbox around it. */
@Tag("slow")
class ExampleRuntimeTests {

    /**
     * WebAssembly runs in a host, and not in a process of its own; what asks the platform has to be
     * in a sandbox, where it is.
     */
    static final List<String> EXAMPLES =
            Example.NAMES.stream()
                    .filter(name -> !name.startsWith("wasm-") && !name.equals("asks-another"))
                    .toList();

    @TempDir private Path task;

    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void answersItsEvent(String name) throws Exception {
        Example example = Example.built(name);
        example.unpackTo(task);

        try (var runtime = start(example)) {
            var first = (Reply.Answered) runtime.call(example.event(), "application/json");
            example.assertAnswer(first.payload());
            var second = (Reply.Answered) runtime.call(example.event(), "application/json");
            example.assertAnswer(second.payload());
        }
    }

    @Test
    void thumbnailAlsoTakesThePictureItself() throws Exception {
        Example.built("thumbnail").unpackTo(task);
        byte[] photo = Files.readAllBytes(Path.of("examples/thumbnail/photo.jpg"));

        try (var runtime = RuntimeProcess.java(task, "com.example.Thumbnail::raw")) {
            var reply = (Reply.Answered) runtime.call(photo, "image/jpeg");
            assertThat(reply.payload())
                    .startsWith((byte) 0xff, (byte) 0xd8)
                    .hasSizeLessThan(photo.length / 4);
        }
    }

    @Test
    void springFunctionsAreFoundByNameAloneOrComposed() throws Exception {
        Example.built("spring-orders").unpackTo(task);

        try (var runtime = RuntimeProcess.java(task, "uppercase|reverse")) {
            assertThat(runtime.answer("\"zoë\"")).isEqualTo("\"ËOZ\"");
            assertThat(runtime.answer("\"b\"")).isEqualTo("\"B\"");
        }
        try (var runtime = RuntimeProcess.java(task, "customers")) {
            assertThat(runtime.answer("{}")).isEqualTo("[\"Ada\",\"Grace\"]");
        }
        for (String handler : List.of("nowhere", "", "com.example.orders.OrdersApplication")) {
            try (var runtime = RuntimeProcess.java(task, handler)) {
                assertThat(runtime.initFailure().type()).isEqualTo("Runtime.HandlerNotFound");
                assertThat(runtime.initFailure().message())
                        .contains("[customers, quote, reverse, uppercase]");
            }
        }
    }

    @Test
    void aFailingSpringFunctionIsReportedAndTheNextCallGoesOn() throws Exception {
        Example.built("spring-orders").unpackTo(task);

        try (var runtime = RuntimeProcess.java(task, "quote")) {
            assertThat(runtime.failure("{\"customer\":\"Ada\"}").type())
                    .isEqualTo("java.lang.NullPointerException");
            assertThat(runtime.answer("{\"customer\":\"Ada\",\"lines\":[]}"))
                    .isEqualTo("{\"customer\":\"Ada\",\"items\":0,\"total\":0.00}");
        }
    }

    private RuntimeProcess start(Example example) throws IOException {
        return switch (example.runtime()) {
            case "nodejs" -> RuntimeProcess.node(task, example.handler());
            case "python" -> RuntimeProcess.python(task, example.handler());
            case "java" -> RuntimeProcess.java(task, example.handler());
            case "provided" -> RuntimeProcess.executable(task);
            default -> throw new IllegalArgumentException(example.runtime());
        };
    }
}
