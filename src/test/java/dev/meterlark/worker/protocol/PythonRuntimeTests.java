package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class PythonRuntimeTests {

    @TempDir private Path task;

    @Test
    void runsFunctionsOfModulesAndPackages() throws Exception {
        write(
                "app.py",
                """
                import pkg.helper
                def handler(event, context):
                    return {"hello": event["name"], "two": pkg.helper.TWO}
                def nothing(event, context):
                    pass
                """);
        write("pkg/__init__.py", "");
        write("pkg/helper.py", "TWO = 2");
        write("pkg/mod.py", "def fn(event, context): return event * 2");

        assertAnswer("app.handler", "{\"name\":\"Zoë 🦅\"}", "{\"hello\": \"Zoë 🦅\", \"two\": 2}");
        assertAnswer("app.nothing", "{}", "null");
        assertAnswer("pkg.mod.fn", "21", "42");
        assertAnswer("pkg/mod.fn", "[1]", "[1, 1]");
    }

    @Test
    void oneProcessAnswersManyCallsAndSurvivesErrors() throws Exception {
        write(
                "app.py",
                """
                count = 0
                def handler(event, context):
                    global count
                    count += 1
                    if "fail" in event:
                        raise KeyError("call")
                    return count
                """);

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            assertThat(runtime.answer("{}")).isEqualTo("1");
            Reply.Failed failed = runtime.failure("{\"fail\":true}");
            assertThat(failed.type()).isEqualTo("KeyError");
            assertThat(failed.message()).isEqualTo("'call'");
            assertThat(new String(failed.payload(), StandardCharsets.UTF_8))
                    .contains("\"requestId\": \"", "app.py\\\", line 6, in handler")
                    .doesNotContain("bootstrap.py");
            assertThat(runtime.answer("{}")).isEqualTo("3");
        }
    }

    @Test
    void theContextIsLambdas() throws Exception {
        write(
                "app.py",
                """
                def handler(event, c):
                    return [c.function_name, c.function_version, c.memory_limit_in_mb, c.log_group_name,
                            c.invoked_function_arn, c.get_remaining_time_in_millis() > 1000, len(c.aws_request_id),
                            c.client_context.custom, c.identity.cognito_identity_id]
                """);

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            var reply =
                    runtime.hand("{}".getBytes(), "application/json", "{\"custom\":{\"k\":\"ü\"}}")
                            .get();
            assertThat(runtime.answered(reply))
                    .isEqualTo(
                            "[\"sample\", \"$LATEST\", \"256\", \"/aws/lambda/sample\", \"%s\", true, 36, {\"k\": \"ü\"}, null]"
                                    .formatted(RuntimeProcess.ARN));
        }
    }

    @Test
    void generatorsAreCollected() throws Exception {
        write(
                "app.py",
                """
                def text(event, context):
                    yield "a"
                    yield b"b"
                def things(event, context):
                    yield {"n": 1}
                    yield 2
                """);

        assertAnswer("app.text", "{}", "ab");
        assertAnswer("app.things", "{}", "[{\"n\": 1}, 2]");
    }

    @Test
    void sixMegabytesGoInAndOutAndMoreIsTooLarge() throws Exception {
        write("app.py", "def handler(e, c): return e.get('text') or 'y' * e['size']");
        String text = "x".repeat(6 * 1024 * 1024 - 100);

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            assertThat(runtime.answer("{\"text\":\"" + text + "\"}")).isEqualTo('"' + text + '"');
            assertThat(runtime.call("{\"size\":7000000}"))
                    .isEqualTo(new Reply.TooLarge(7000002, 6291556));
            assertThat(runtime.answer("{\"size\":1}")).isEqualTo("\"y\"");
        }
    }

    @Test
    void eventsOfOtherMediaTypesArriveAsTextOrBytes() throws Exception {
        write("app.py", "def handler(e, c): return [type(e).__name__, len(e)]");

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            assertThat(runtime.answered(runtime.call(new byte[] {1, 2, -1}, "image/png")))
                    .isEqualTo("[\"bytes\", 3]");
            assertThat(runtime.answered(runtime.call("ü".getBytes(), "text/plain")))
                    .isEqualTo("[\"str\", 1]");
        }
    }

    @Test
    void whatCannotBeLoadedIsAnInitError() throws Exception {
        write("app.py", "other = 1");
        write("broken.py", "def handler(:");
        write("needy.py", "import nowhere_to_be_found");
        write("throwing.py", "raise RuntimeError('at load')");

        assertInitError(
                "missing.handler", "Runtime.ImportModuleError", "No module named 'missing'");
        assertInitError("app.handler", "Runtime.HandlerNotFound", "'handler' missing on module");
        assertInitError("app.other", "Runtime.HandlerNotFound", "not a function");
        assertInitError("broken.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module");
        assertInitError("needy.handler", "Runtime.ImportModuleError", "nowhere_to_be_found");
        assertInitError("throwing.handler", "RuntimeError", "at load");
        assertInitError("nothing", "Runtime.MalformedHandlerName", "app.handler");
        assertInitError("sys.exit", "Runtime.ImportModuleError", "built-in module");
    }

    @Test
    void exitsAreTheProcesss() throws Exception {
        write("app.py", "import sys\ndef handler(e, c): sys.exit(7)");

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            assertThat(runtime.readiness()).isEqualTo(new Readiness.Ready());
            runtime.hand("{}".getBytes(), "application/json", null);
            assertThat(runtime.exitStatus()).isEqualTo(7);
        }
    }

    @Test
    void whatCannotBeReadOrWrittenAsJsonIsTheFunctionsError() throws Exception {
        write("app.py", "def handler(e, c): return {1, 2} if e else float('nan')");

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            assertThat(runtime.failure("1").type()).isEqualTo("Runtime.MarshalError");
            assertThat(runtime.failure("0").type()).isEqualTo("Runtime.MarshalError");
            assertThat(runtime.failure("{").type()).isEqualTo("Runtime.UnmarshalError");
        }
    }

    @Test
    void printsAndLogsAppearAtOnce() throws Exception {
        write(
                "app.py",
                """
                import logging, os
                def handler(e, c):
                    print("printed", end="")
                    logging.getLogger().warning("logged")
                    os._exit(3)
                """);

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            assertThat(runtime.readiness()).isEqualTo(new Readiness.Ready());
            runtime.hand("{}".getBytes(), "application/json", null);
            assertThat(runtime.exitStatus()).isEqualTo(3);
            assertThat(runtime.output()).contains("printed", "[WARNING]", "logged");
        }
    }

    private void assertAnswer(String handler, String event, String answer) throws Exception {
        try (var runtime = RuntimeProcess.python(task, handler)) {
            assertThat(runtime.answer(event)).isEqualTo(answer);
        }
    }

    private void assertInitError(String handler, String type, String message) throws Exception {
        try (var runtime = RuntimeProcess.python(task, handler)) {
            assertThat(runtime.initFailure().type()).isEqualTo(type);
            assertThat(runtime.initFailure().message()).contains(message);
            assertThat(runtime.exitStatus()).isEqualTo(1);
        }
    }

    private void write(String file, String content) throws IOException {
        Path path = task.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
