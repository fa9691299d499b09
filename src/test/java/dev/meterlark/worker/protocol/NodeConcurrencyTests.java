package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.worker.RunRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Several calls at once in one Node.js process. */
class NodeConcurrencyTests {

    /** Ends only when as many calls as it says are there. */
    private static final String TOGETHER =
            """
            let waiting = [];
            const together = (n) => new Promise((resolve) => {
              waiting.push(resolve);
              if (waiting.length === n) { waiting.forEach((each) => each()); waiting = []; }
            });
            const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
            """;

    @TempDir private Path task;

    @Test
    void asManyCallsRunAtOnceAsItTakes() throws Exception {
        write("exports.handler = async (event) => { await together(10); return event; };");

        try (var runtime = RuntimeProcess.node(task, "index.handler", 10)) {
            for (int round = 0; round < 3; round++) {
                var exchanges = new ArrayList<Exchange>();
                for (int i = 0; i < 10; i++) {
                    exchanges.add(hand(runtime, String.valueOf(i)));
                }
                for (int i = 0; i < 10; i++) {
                    assertThat(answer(runtime, exchanges.get(i))).isEqualTo(String.valueOf(i));
                }
            }
        }
    }

    @Test
    void whatACallPrintsSaysWhoseItIsAlsoFromItsTimers() throws Exception {
        write(
                """
                console.log('loaded');
                exports.handler = async (event) => {
                  console.log('begin', event);
                  await together(2);
                  setTimeout(() => console.error('timer', event), 1);
                  process.nextTick(() => process.stdout.write(Buffer.from('ü' + event + '\\n')));
                  await sleep(5);
                  process.stderr.write('x'.repeat(10000) + '\\n', () => {});
                };
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler", 2)) {
            RunRequest a = RuntimeProcess.request("1", "Root=1");
            RunRequest b = RuntimeProcess.request("2", "Root=2");
            Exchange one = runtime.hand(a, Outlet.NONE);
            Exchange other = runtime.hand(b, Outlet.NONE);
            answer(runtime, one);
            answer(runtime, other);

            Map<String, String> printed = Frames.of(runtime.printed());
            String expected = "begin %1$s\nü%1$s\ntimer %1$s\n" + "x".repeat(10000) + "\n";
            assertThat(printed)
                    .containsEntry(a.id().toString(), expected.formatted(1))
                    .containsEntry(b.id().toString(), expected.formatted(2))
                    .containsEntry("", "loaded\n");
        }
    }

    @Test
    void whatGoesWrongInOneCallLeavesTheOthersAlone() throws Exception {
        write(
                """
                exports.handler = async (event) => {
                  await together(4);
                  if (event === 1) setTimeout(() => { throw new TypeError('thrown'); }, 1);
                  if (event === 2) Promise.reject(new RangeError('rejected'));
                  if (event === 3) throw new SyntaxError('returned');
                  await sleep(20);
                  return event;
                };
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler", 4)) {
            for (int round = 0; round < 2; round++) {
                List<Exchange> all =
                        List.of(
                                hand(runtime, "0"),
                                hand(runtime, "1"),
                                hand(runtime, "2"),
                                hand(runtime, "3"));
                assertThat(failure(runtime, all.get(1))).isEqualTo("TypeError");
                assertThat(failure(runtime, all.get(2)))
                        .isEqualTo("Runtime.UnhandledPromiseRejection");
                assertThat(failure(runtime, all.get(3))).isEqualTo("SyntaxError");
                assertThat(answer(runtime, all.get(0))).isEqualTo("0");
            }
        }
    }

    @Test
    void anExitEndsAll() throws Exception {
        write(
                """
                exports.handler = async (event) => {
                  await together(2);
                  if (event === 1) process.exit(7);
                  await sleep(10000);
                };
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler", 2)) {
            hand(runtime, "0");
            hand(runtime, "1");
            assertThat(runtime.exitStatus()).isEqualTo(7);
        }
    }

    @Test
    void theTraceIsThatOfTheCallThatAsks() throws Exception {
        write(
                """
                exports.handler = async (event, context) => {
                  const store = awslambda.InvokeStore;
                  store.set('mine', event);
                  await together(2);
                  return [store.getXRayTraceId(), store.getRequestId() === context.awsRequestId, store.get('mine'),
                    process.env._X_AMZN_TRACE_ID];
                };
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler", 2)) {
            var one = runtime.hand(RuntimeProcess.request("1", "Root=1"), Outlet.NONE);
            var other = runtime.hand(RuntimeProcess.request("2", "Root=2"), Outlet.NONE);
            assertThat(answer(runtime, one)).isEqualTo("[\"Root=1\",true,1,\"Root=1\"]");
            assertThat(answer(runtime, other)).isEqualTo("[\"Root=2\",true,2,\"Root=2\"]");
        }
    }

    @Test
    void aCallbackAnswersAtOnceAndACallMayWaitForOneThatIsToCome() throws Exception {
        write(
                """
                exports.handler = (event, context, callback) => {
                  if (event === 1) { setTimeout(() => {}, 100000); return callback(null, 'at once'); }
                  return together(2).then(() => event);
                };
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler", 2)) {
            Exchange waiting = hand(runtime, "2");
            assertThat(answer(runtime, hand(runtime, "1"))).isEqualTo("\"at once\"");
            assertThat(waiting.reply()).isNotDone();
            assertThat(answer(runtime, hand(runtime, "3"))).isEqualTo("3");
            assertThat(answer(runtime, waiting)).isEqualTo("2");
        }
    }

    @Test
    void severalStreamsGoOutSideBySide() throws Exception {
        write(
                """
                exports.handler = awslambda.streamifyResponse(async (event, stream) => {
                  for (let i = 0; i < 20; i++) { stream.write(event + ' '); await together(2); }
                  stream.end();
                });
                """);

        try (var runtime = RuntimeProcess.node(task, "index.handler", 2)) {
            Receiver a = Receiver.eager();
            Receiver b = Receiver.eager();
            Exchange one = runtime.stream("1", a, 1000);
            Exchange other = runtime.stream("2", b, 1000);
            runtime.orOutput(one.reply());
            runtime.orOutput(other.reply());
            assertThat(a.text()).isEqualTo("1 ".repeat(20));
            assertThat(b.text()).isEqualTo("2 ".repeat(20));
            await().until(one.asked()::isDone);
        }
    }

    private static Exchange hand(RuntimeProcess runtime, String event) {
        return runtime.hand(RuntimeProcess.request(event, "Root=1-2-3"), Outlet.NONE);
    }

    private static String answer(RuntimeProcess runtime, Exchange exchange) throws Exception {
        return runtime.answered(runtime.orOutput(exchange.reply()));
    }

    private static String failure(RuntimeProcess runtime, Exchange exchange) throws Exception {
        return ((Reply.Failed) runtime.orOutput(exchange.reply())).type();
    }

    private void write(String content) throws Exception {
        Files.write(
                task.resolve("index.js"), (TOGETHER + content).getBytes(StandardCharsets.UTF_8));
    }
}
