package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** AWS's own Java runtime interface client, unmodified, against this Runtime API. */
class AwsRuntimeClientTests {

    @TempDir private Path task;

    @Test
    void answersFailsAndGoesOn() throws Exception {
        compile();
        try (var runtime = start("com.acme.Aws")) {
            assertThat(runtime.answer("{\"name\":\"Zoë\"}")).isEqualTo("{\"hello\":\"Zoë\"}");
            Reply.Failed failed = runtime.failure("{\"name\":\"fail\"}");
            assertThat(failed.type()).isEqualTo("java.lang.IllegalStateException");
            assertThat(failed.message()).isEqualTo("as asked");
            String large = "x".repeat(6_000_000);
            assertThat(runtime.answer("{\"name\":\"" + large + "\"}"))
                    .isEqualTo("{\"hello\":\"" + large + "\"}");
        }
    }

    /** It takes the refusal of a large response for the end; the call itself has ended before. */
    @Test
    void givesUpAfterAResponseThatIsTooLarge() throws Exception {
        compile();
        try (var runtime = start("com.acme.Aws")) {
            assertThat(runtime.call("{\"name\":\"large\"}"))
                    .isEqualTo(new Reply.TooLarge(7_000_012, 6_291_556));
            assertThat(runtime.exitStatus()).isEqualTo(1);
            assertThat(runtime.conversation().asking()).isNotDone();
        }
    }

    @Test
    void reportsWhatItCannotLoadWithTheFirstCall() throws Exception {
        compile();
        try (var runtime = start("com.acme.Nowhere")) {
            Reply.Failed failed = runtime.failure("{}");
            assertThat(failed.type()).isEqualTo("java.lang.ClassNotFoundException");
            assertThat(failed.message()).contains("com.acme.Nowhere");
        }
    }

    private void compile() {
        JavaSources.compile(
                task,
                "com.acme.Aws",
                """
                package com.acme;
                import com.amazonaws.services.lambda.runtime.*;
                import java.util.*;
                public class Aws implements RequestHandler<Map<String, String>, Map<String, String>> {
                    public Map<String, String> handleRequest(Map<String, String> event, Context c) {
                        String name = event.get("name");
                        if (name.equals("fail")) throw new IllegalStateException("as asked");
                        return Map.of("hello", name.equals("large") ? "x".repeat(7000000) : name);
                    }
                }
                """);
    }

    private RuntimeProcess start(String handler) throws Exception {
        String classPath =
                String.join(
                        ":",
                        JavaSources.jar("aws-lambda-java-runtime-interface-client").toString(),
                        JavaSources.jar("aws-lambda-java-core").toString(),
                        JavaSources.jar("aws-lambda-java-serialization").toString(),
                        JavaSources.jar("utils-lite").toString(),
                        task.toString());
        return RuntimeProcess.javaClass(
                classPath,
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                task,
                handler,
                handler);
    }
}
