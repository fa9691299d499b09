package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class NodeRuntimeTests {

    @TempDir private Path task;

    @Test
    void runsAllKindsOfHandlersOfOneModule() throws Exception {
        write(
                "index.js",
                """
                exports.async = async (event) => ({ hello: event.name });
                exports.callback = (event, context, callback) => setTimeout(() => callback(null, event), 5);
                exports.failing = (event, context, callback) => callback(new TypeError('no'));
                exports.sync = (event) => ({ n: event.n + 1 });
                exports.nothing = async () => {};
                exports.never = () => new Promise(() => {});
                exports.legacy = (event, context) => context.succeed({ done: true });
                exports.deep = { in: { here: async () => 'found' } };
                """);
        assertAnswer("index.async", "{\"name\":\"Zoë 🦅\"}", "{\"hello\":\"Zoë 🦅\"}");
        assertAnswer("index.callback", "[1,2]", "[1,2]");
        assertAnswer("index.sync", "{\"n\":1}", "{\"n\":2}");
        assertAnswer("index.nothing", "{}", "null");
        assertAnswer("index.never", "{}", "null");
        assertAnswer("index.legacy", "{}", "{\"done\":true}");
        assertAnswer("index.deep.in.here", "{}", "\"found\"");
        try (var runtime = RuntimeProcess.node(task, "index.failing")) {
            assertThat(runtime.failure("{}").type()).isEqualTo("TypeError");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "index.mjs,index.handler",
        "index.js,index.handler",
        "src/deep/app.mjs,src/deep/app.handler"
    })
    void runsModulesOfEitherKindWithoutPackageJson(String file, String handler) throws Exception {
        write(file, "export const handler = async (event) => event.a + event.b;");

        try (var runtime = RuntimeProcess.node(task, handler)) {
            assertThat(runtime.answer("{\"a\":1,\"b\":2}")).isEqualTo("3");
            assertThat(runtime.output()).isEmpty();
        }
    }

    @Test
    void followsTheTypeOfThePackage() throws Exception {
        write("package.json", "{\"type\":\"module\"}");
        write("index.js", "const up = await Promise.resolve(1); export const handler = () => up;");
        write("old.cjs", "exports.handler = async () => typeof require;");

        assertAnswer("index.handler", "{}", "1");
        assertAnswer("old.handler", "{}", "\"function\"");
    }

    @Test
    void oneProcessAnswersManyCallsAndSurvivesErrors() throws Exception {
        write(
                "index.js",
                """
                let count = 0;
                exports.handler = async (event) => {
                  count++;
                  if (event.fail) throw new RangeError('call ' + count);
                  return count;
                };
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            assertThat(runtime.answer("{}")).isEqualTo("1");
            Reply.Failed failed = runtime.failure("{\"fail\":true}");
            assertThat(failed.type()).isEqualTo("RangeError");
            assertThat(failed.message()).isEqualTo("call 2");
            assertThat(new String(failed.payload(), StandardCharsets.UTF_8))
                    .startsWith(
                            "{\"errorType\":\"RangeError\",\"errorMessage\":\"call 2\",\"trace\":[")
                    .contains("index.js:4");
            assertThat(runtime.answer("{}")).isEqualTo("3");
        }
    }

    @Test
    void theContextIsLambdas() throws Exception {
        write(
                "index.js",
                """
                exports.handler = async (event, c) => ({ ...c, left: c.getRemainingTimeInMillis() > 0,
                  trace: process.env._X_AMZN_TRACE_ID });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            var reply =
                    runtime.hand("{}".getBytes(), "application/json", "{\"custom\":{\"k\":\"ü\"}}")
                            .get();
            assertThat(runtime.answered(reply))
                    .contains(
                            "\"functionName\":\"sample\"",
                            "\"functionVersion\":\"$LATEST\"",
                            "\"memoryLimitInMB\":\"256\"",
                            "\"logGroupName\":\"/aws/lambda/sample\"",
                            "\"invokedFunctionArn\":\"" + RuntimeProcess.ARN + "\"",
                            "\"clientContext\":{\"custom\":{\"k\":\"ü\"}}",
                            "\"awsRequestId\":\"",
                            "\"left\":true",
                            "\"trace\":\"Root=1-2-3\"");
        }
    }

    @Test
    void sixMegabytesGoInAndOutAndMoreIsTooLarge() throws Exception {
        write("index.js", "exports.handler = async (e) => e.text ?? 'y'.repeat(e.size);");
        String text = "x".repeat(6 * 1024 * 1024 - 100);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            assertThat(runtime.answer("{\"text\":\"" + text + "\"}")).isEqualTo('"' + text + '"');
            assertThat(runtime.call("{\"size\":7000000}"))
                    .isEqualTo(new Reply.TooLarge(7000002, 6291556));
            assertThat(runtime.answer("{\"size\":1}")).isEqualTo("\"y\"");
        }
    }

    @Test
    void whatCannotBeLoadedIsAnInitError() throws Exception {
        write("index.js", "exports.other = 1;");
        write("broken.js", "exports.handler = async () => {");
        write("needy.js", "require('left-pad-of-nowhere'); exports.handler = async () => 1;");
        write("throwing.js", "throw new RangeError('at load');");

        assertInitError("missing.handler", "Runtime.ImportModuleError", "missing.js");
        assertInitError("index.handler", "Runtime.HandlerNotFound", "index.handler is undefined");
        assertInitError("index.other", "Runtime.HandlerNotFound", "not a function");
        assertInitError("broken.handler", "Runtime.UserCodeSyntaxError", "SyntaxError");
        assertInitError("needy.handler", "Runtime.ImportModuleError", "left-pad-of-nowhere");
        assertInitError("throwing.handler", "RangeError", "at load");
        assertInitError("nothing", "Runtime.MalformedHandlerName", "index.handler");
    }

    @Test
    void uncaughtErrorsEndTheCallAndTheProcess() throws Exception {
        write(
                "index.js",
                """
                exports.thrown = () => new Promise(() => setTimeout(() => { throw new TypeError('late'); }, 1));
                exports.rejected = () => new Promise(() => { Promise.reject(new Error('lost')); setTimeout(() => {}, 500); });
                exports.exits = async () => process.exit(7);
                """);
        try (var runtime = RuntimeProcess.node(task, "index.thrown")) {
            assertThat(runtime.failure("{}").type()).isEqualTo("TypeError");
            assertThat(runtime.exitStatus()).isEqualTo(129);
        }
        try (var runtime = RuntimeProcess.node(task, "index.rejected")) {
            assertThat(runtime.failure("{}").type()).isEqualTo("Runtime.UnhandledPromiseRejection");
            assertThat(runtime.exitStatus()).isEqualTo(128);
        }
        try (var runtime = RuntimeProcess.node(task, "index.exits")) {
            assertThat(runtime.readiness()).isEqualTo(new Readiness.Ready());
            runtime.hand("{}".getBytes(), "application/json", null);
            assertThat(runtime.exitStatus()).isEqualTo(7);
        }
    }

    @Test
    void streamedAnswersArriveWhole() throws Exception {
        write(
                "index.mjs",
                """
                export const handler = awslambda.streamifyResponse(async (event, stream) => {
                  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
                  stream.write('a');
                  await new Promise((r) => setTimeout(r, 2));
                  stream.end('b');
                });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            var reply = (Reply.Answered) runtime.call("{}");
            assertThat(reply.contentType())
                    .isEqualTo("application/vnd.awslambda.http-integration-response");
            assertThat(new String(reply.payload(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"statusCode\":201}" + "\0".repeat(8) + "ab");
        }
    }

    @Test
    void callbackAnswersWaitForTheEventLoop() throws Exception {
        write(
                "index.js",
                """
                let finished = 0;
                exports.handler = (event, context, callback) => {
                  context.callbackWaitsForEmptyEventLoop = event.wait;
                  const before = finished;
                  setTimeout(() => finished++, 20);
                  callback(null, before);
                };
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            assertThat(runtime.answer("{\"wait\":true}")).isEqualTo("0");
            assertThat(runtime.answer("{\"wait\":false}")).isEqualTo("1");
            assertThat(runtime.answer("{\"wait\":false}")).isEqualTo("1");
        }
    }

    @Test
    void whatCannotBeWrittenAsJsonIsTheFunctionsError() throws Exception {
        write("index.js", "exports.handler = async () => { const a = {}; a.a = a; return a; };");

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            assertThat(runtime.failure("{}").type()).isEqualTo("Runtime.MarshalError");
            assertThat(runtime.failure("{").type()).isEqualTo("Runtime.UnmarshalError");
        }
    }

    private void assertAnswer(String handler, String event, String answer) throws Exception {
        try (var runtime = RuntimeProcess.node(task, handler)) {
            assertThat(runtime.answer(event)).isEqualTo(answer);
        }
    }

    private void assertInitError(String handler, String type, String message) throws Exception {
        try (var runtime = RuntimeProcess.node(task, handler)) {
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
