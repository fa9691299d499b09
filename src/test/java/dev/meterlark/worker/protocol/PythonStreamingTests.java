package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Answers of Python functions that go out while they are made. */
class PythonStreamingTests {

    private static final long MOST = 32 << 20;

    /** Waits until the test lets the function go on. */
    private static final String GO =
            """
            import asyncio, os, time
            def go(name):
                while not os.path.exists(name):
                    time.sleep(0.002)
            """;

    @TempDir private Path task;

    @ParameterizedTest
    @ValueSource(strings = {"def", "async def"})
    void eachPieceGoesOutWhenItIsYielded(String def) throws Exception {
        write(
                """
                %s handler(event, context):
                    yield "one"
                    go("two")
                    yield b"two"
                    yield ""
                    go("three")
                    yield bytearray(b"three")
                """
                        .formatted(def));

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            Receiver receiver = Receiver.eager();
            Exchange exchange = runtime.stream("{}", receiver, MOST);

            await().until(() -> receiver.text().equals("one"));
            assertThat(receiver.contentType()).isEqualTo("application/octet-stream");
            letGo("two");
            await().until(() -> receiver.text().equals("onetwo"));
            assertThat(exchange.reply()).isNotDone();
            letGo("three");
            assertThat(runtime.orOutput(exchange.reply()))
                    .isEqualTo(new Reply.Streamed(11, "application/octet-stream"));
            assertThat(runtime.answer("{}")).isEqualTo("onetwothree");
        }
    }

    @Test
    void asynchronousGeneratorsMayWaitAndLeaveNothingRunning() throws Exception {
        write(
                """
                cancelled = 0
                async def background():
                    global cancelled
                    try:
                        await asyncio.sleep(1000)
                    finally:
                        cancelled += 1
                async def handler(event, context):
                    task = asyncio.get_running_loop().create_task(background())
                    await asyncio.sleep(0.001)
                    yield "a"
                    await asyncio.sleep(0.001)
                    yield str(cancelled)
                """);

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            assertThat(runtime.answer("{}")).isEqualTo("a0");
            assertThat(runtime.answer("{}")).isEqualTo("a1");
        }
    }

    @Test
    void aDictionaryWithAStatusCodeIsThePreludeOfAnHttpAnswer() throws Exception {
        write(
                """
                def handler(event, context):
                    yield {"statusCode": 201, "headers": {"a": "b"}}
                    yield from event
                """);
        String prelude = "{\"statusCode\": 201, \"headers\": {\"a\": \"b\"}}" + "\0".repeat(8);

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            Receiver text = Receiver.eager();
            runtime.orOutput(runtime.stream("[\"hi\"]", text, MOST).reply());
            Receiver empty = Receiver.eager();
            runtime.orOutput(runtime.stream("[]", empty, MOST).reply());

            assertThat(text.text()).isEqualTo(prelude + "hi");
            assertThat(empty.text()).isEqualTo(prelude);
            assertThat(empty.contentType())
                    .isEqualTo("application/vnd.awslambda.http-integration-response");
        }
    }

    @Test
    void whatDoesNotBeginWithTextOrBytesIsOneArray() throws Exception {
        write("def handler(event, context): yield from event");

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            assertThat(runtime.answer("[1, \"a\", {\"statusCode\": 1}]"))
                    .isEqualTo("[1, \"a\", {\"statusCode\": 1}]");
            Receiver none = Receiver.eager();
            runtime.orOutput(runtime.stream("[]", none, MOST).reply());
            assertThat(none.text()).isEmpty();
        }
    }

    @Test
    void aSlowReceiverHoldsTheFunctionBackAndLosesNothing() throws Exception {
        write(
                """
                def handler(event, context):
                    for _ in range(320):
                        yield b"x" * 65536
                """);

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            Receiver receiver = Receiver.slow();
            Exchange exchange = runtime.stream("{}", receiver, MOST);
            await().until(() -> receiver.pieces() == 1);
            assertThat(exchange.reply()).isNotDone();
            receiver.hurry();
            assertThat(runtime.orOutput(exchange.reply()))
                    .isEqualTo(new Reply.Streamed(20 << 20, "application/octet-stream"));
            assertThat(receiver.size()).isEqualTo(20 << 20);
        }
    }

    @Test
    void whatFailsHalfWaySaysSoBehindWhatWentOut() throws Exception {
        write(
                """
                def handler(event, context):
                    if event == 0:
                        raise KeyError("at once")
                    yield "half"
                    if event == 1:
                        yield 5
                    raise ValueError("half-way " + "x" * event)
                """);

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            Receiver receiver = Receiver.eager();
            assertThat(fails(runtime, "100000", receiver).message()).startsWith("half-way xxx");
            assertThat(receiver.text()).isEqualTo("half");
            assertThat(fails(runtime, "2", Receiver.eager()).type()).isEqualTo("ValueError");
            assertThat(fails(runtime, "1", Receiver.eager()).type())
                    .isEqualTo("Runtime.MarshalError");
            Receiver untouched = Receiver.eager();
            assertThat(fails(runtime, "0", untouched).type()).isEqualTo("KeyError");
            assertThat(untouched.contentType()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"def", "async def"})
    void whoYieldsMoreThanIsTakenIsTold(String def) throws Exception {
        write(
                """
                seen = []
                %s handler(event, context):
                    if event == "report":
                        yield " ".join(seen)
                        return
                    try:
                        while True:
                            yield b"x" * 65536
                    except BrokenPipeError:
                        seen.append("broken")
                        if event == "stubborn":
                            yield "more"
                        if event == "raises":
                            raise
                    finally:
                        seen.append("cleaned")
                """
                        .formatted(def));

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            for (String event : new String[] {"\"plain\"", "\"stubborn\"", "\"raises\""}) {
                Exchange exchange = runtime.stream(event, Receiver.eager(), 1 << 20);
                assertThat(runtime.orOutput(exchange.reply())).isInstanceOf(Reply.TooLarge.class);
                runtime.orOutput(exchange.asked());
            }
            assertThat(runtime.answer("\"report\""))
                    .isEqualTo("broken cleaned broken cleaned broken cleaned");
        }
    }

    @Test
    void aGeneratorThatExitsEndsTheProcess() throws Exception {
        write("import sys\ndef handler(event, context):\n    yield 'a'\n    sys.exit(7)\n");

        try (var runtime = RuntimeProcess.python(task, "app.handler")) {
            runtime.stream("{}", Receiver.eager(), MOST);
            assertThat(runtime.exitStatus()).isEqualTo(7);
        }
    }

    private static Reply.Failed fails(RuntimeProcess runtime, String event, Receiver receiver)
            throws Exception {
        Exchange exchange = runtime.stream(event, receiver, MOST);
        return (Reply.Failed) runtime.orOutput(exchange.reply());
    }

    private void letGo(String name) throws IOException {
        Files.createFile(task.resolve(name));
    }

    private void write(String content) throws IOException {
        Files.writeString(task.resolve("app.py"), GO + content);
    }
}
