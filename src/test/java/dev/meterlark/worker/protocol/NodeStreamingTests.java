package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Answers of Node.js functions that go out while they are made. */
class NodeStreamingTests {

    private static final long MOST = 32 << 20;
    private static final String HTTP = "application/vnd.awslambda.http-integration-response";

    /** Waits until the test lets the function go on. */
    private static final String GO =
            """
            import fs from 'node:fs';
            import { Readable } from 'node:stream';
            import { pipeline } from 'node:stream/promises';
            const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
            const go = async (name) => { while (!fs.existsSync(name)) await sleep(2); };
            """;

    @TempDir private Path task;

    @Test
    void eachPieceGoesOutWhenItIsWritten() throws Exception {
        write(
                """
                export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
                  stream.setContentType('text/event-stream');
                  stream.write('one');
                  await go('two');
                  stream.write(Buffer.from('two'));
                  await go('three');
                  stream.end('three');
                });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            Receiver receiver = Receiver.eager();
            Exchange exchange = runtime.stream("{}", receiver, MOST);

            await().until(() -> receiver.text().equals("one"));
            assertThat(receiver.contentType()).isEqualTo("text/event-stream");
            letGo("two");
            await().until(() -> receiver.text().equals("onetwo"));
            assertThat(exchange.reply()).isNotDone();
            letGo("three");
            assertThat(runtime.orOutput(exchange.reply()))
                    .isEqualTo(new Reply.Streamed(11, "text/event-stream"));
            runtime.orOutput(exchange.asked());
        }
    }

    @Test
    void aPreludeStandsBeforeWhateverComesFirstAlsoBeforeNothing() throws Exception {
        write(
                """
                export const handler = awslambda.streamifyResponse(async (event, stream) => {
                  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: 'ü' } });
                  if (event.text) http.write(event.text);
                  http.end();
                });
                """);
        String prelude = "{\"statusCode\":201,\"headers\":{\"a\":\"ü\"}}" + "\0".repeat(8);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            Receiver text = Receiver.eager();
            runtime.orOutput(runtime.stream("{\"text\":\"hi\"}", text, MOST).reply());
            Receiver empty = Receiver.eager();
            runtime.orOutput(runtime.stream("{}", empty, MOST).reply());

            assertThat(text.text()).isEqualTo(prelude + "hi");
            assertThat(empty.text()).isEqualTo(prelude);
            assertThat(empty.contentType()).isEqualTo(HTTP);
        }
    }

    @Test
    void aSlowReceiverHoldsTheFunctionBackAndLosesNothing() throws Exception {
        write(
                """
                let most = 0;
                export const handler = awslambda.streamifyResponse(async (event, stream) => {
                  if (event.report) return stream.end(String(most));
                  async function* pieces() {
                    for (let i = 0; i < 320; i++) {
                      most = Math.max(most, stream.writableLength);
                      yield Buffer.alloc(65536, i % 251);
                    }
                  }
                  await pipeline(Readable.from(pieces()), stream);
                });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            Receiver receiver = Receiver.slow();
            Exchange exchange = runtime.stream("{}", receiver, MOST);
            await().until(() -> receiver.pieces() == 1);
            assertThat(exchange.reply()).isNotDone();
            receiver.hurry();
            assertThat(runtime.orOutput(exchange.reply()))
                    .isEqualTo(new Reply.Streamed(20 << 20, "application/octet-stream"));
            assertThat(receiver.size()).isEqualTo(20 << 20);
            String most = runtime.answer("{\"report\":true}");
            assertThat(Integer.parseInt(most)).isBetween(65536, 4 * 65536);
        }
    }

    @Test
    void whatFailsHalfWaySaysSoBehindWhatWentOut() throws Exception {
        write(
                """
                export const handler = awslambda.streamifyResponse(async (event, stream) => {
                  if (event.first) throw new RangeError('at once');
                  stream.write('half');
                  await sleep(1);
                  if (event.destroyed) return stream.destroy(new TypeError('destroyed'));
                  throw new RangeError('half-way 🦅 ' + 'x'.repeat(event.length ?? 0));
                });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            Receiver receiver = Receiver.eager();
            var failed = fails(runtime, "{}", receiver);
            assertThat(failed.type()).isEqualTo("RangeError");
            assertThat(failed.message()).startsWith("half-way 🦅");
            assertThat(receiver.text()).isEqualTo("half");
            assertThat(fails(runtime, "{\"destroyed\":true}", Receiver.eager()).message())
                    .isEqualTo("destroyed");
            assertThat(fails(runtime, "{\"length\":200000}", Receiver.eager()).message())
                    .startsWith("half-way 🦅 xxx");
            Receiver untouched = Receiver.eager();
            assertThat(fails(runtime, "{\"first\":true}", untouched).message())
                    .isEqualTo("at once");
            assertThat(untouched.contentType()).isNull();
        }
    }

    @Test
    void anUncaughtErrorHalfWayEndsTheProcessToo() throws Exception {
        write(
                """
                export const handler = awslambda.streamifyResponse(async (event, stream) => {
                  stream.write('half');
                  setTimeout(() => { throw new TypeError('late'); }, 1);
                  await sleep(10000);
                });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            assertThat(fails(runtime, "{}", Receiver.eager()).type()).isEqualTo("TypeError");
            assertThat(runtime.exitStatus()).isEqualTo(129);
        }
    }

    @Test
    void aStreamThatIsNeverEndedEndsWhenNothingIsLeftToWaitFor() throws Exception {
        write(
                """
                export const handler = awslambda.streamifyResponse(async (event, stream) => {
                  stream.write('all');
                  if (event.never) await new Promise(() => {});
                });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            assertThat(runtime.answer("{}")).isEqualTo("all");
            assertThat(runtime.answer("{\"never\":true}")).isEqualTo("all");
            assertThat(runtime.answer("{}")).isEqualTo("all");
        }
    }

    @Test
    void whatIsWrittenBehindTheEndIsLostAndHarmsNobody() throws Exception {
        write(
                """
                export const handler = awslambda.streamifyResponse(async (event, stream) => {
                  stream.end('all');
                  stream.write('more');
                  await sleep(1);
                  stream.write('and more');
                });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            for (int i = 0; i < 3; i++) {
                assertThat(runtime.answer("{}")).isEqualTo("all");
            }
        }
    }

    @Test
    void theContentTypeIsSetBeforeTheFirstWrite() throws Exception {
        write(
                """
                export const handler = awslambda.streamifyResponse(async (event, stream) => {
                  stream.write('a');
                  stream.setContentType('text/plain');
                });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            assertThat(fails(runtime, "{}", Receiver.eager()).message())
                    .contains("before the first write");
        }
    }

    @Test
    void whoWritesMoreThanIsTakenIsTold() throws Exception {
        write(
                """
                let seen = 'nothing';
                export const handler = awslambda.streamifyResponse(async (event, stream) => {
                  if (event.report) return stream.end(seen);
                  async function* pieces() { for (;;) { yield Buffer.alloc(65536); await sleep(0); } }
                  try {
                    await pipeline(Readable.from(pieces()), stream);
                  } catch (error) {
                    seen = error.code;
                  }
                });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            var exchange = runtime.stream("{}", Receiver.eager(), 1 << 20);
            assertThat(runtime.orOutput(exchange.reply())).isInstanceOf(Reply.TooLarge.class);
            runtime.orOutput(exchange.asked());
            assertThat(runtime.answer("{\"report\":true}")).isEqualTo("EPIPE");
        }
    }

    @Test
    void theCallIsOverWhenTheHandlerHasEndedToo() throws Exception {
        write(
                """
                export const handler = awslambda.streamifyResponse(async (event, stream) => {
                  stream.end('all');
                  await go('over');
                });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler")) {
            Exchange exchange = runtime.stream("{}", Receiver.eager(), MOST);
            runtime.orOutput(exchange.reply());
            assertThat(exchange.asked()).isNotDone();
            letGo("over");
            runtime.orOutput(exchange.asked());
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
        Files.writeString(task.resolve("index.mjs"), GO + content);
    }
}
