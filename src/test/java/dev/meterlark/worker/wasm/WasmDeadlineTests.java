package dev.meterlark.worker.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RealNode;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxSpec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Whatever a module does, its call ends at the deadline, and the account's other modules in the
 * same host do not notice (probes 76, 79, 81, 82 and 85 of the design).
 */
@ExtendWith(RealNode.class)
@Tag("slow")
class WasmDeadlineTests {

    private static final Duration SHORT = Duration.ofSeconds(1);

    /** With room for all functions of this class in its one host. */
    private static final AccountId ACCOUNT = AccountId.random();

    private static @Nullable SandboxSpec neighbour;

    private final Modules modules;

    WasmDeadlineTests(RealNode.Node node) {
        modules = new Modules(node, ACCOUNT);
    }

    private SandboxSpec neighbour() {
        if (neighbour == null) {
            neighbour = modules.spec(WasmCallTests.ECHO);
        }
        return neighbour;
    }

    record Endless(String what, byte[] module) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Endless> endless() {
        return Stream.of(
                new Endless("a loop", Wat.running("(loop $again (br $again))")),
                new Endless(
                        "a loop with a condition",
                        Wat.running("(loop $again (br_if $again (i32.const 1)))")),
                new Endless(
                        "a loop that fills the memory",
                        Wat.running(
                                "(memory (export \"memory\") 1600)",
                                "(loop $again (memory.fill (i32.const 0) (i32.const 7)"
                                        + " (i32.const 104857600)) (br $again))")),
                new Endless(
                        "a loop that copies the memory",
                        Wat.running(
                                "(memory (export \"memory\") 1600)",
                                "(loop $again (memory.copy (i32.const 1) (i32.const 0)"
                                        + " (i32.const 104857599)) (br $again))")),
                new Endless(
                        "calls that write nothing",
                        Wat.running(
                                "(loop $again (call $put (i32.const 1) (i32.const 0) (i32.const 0))"
                                        + "(br $again))")),
                new Endless(
                        "a log without end",
                        Wat.running(
                                "(loop $again (call $put (i32.const 2) (i32.const 0)"
                                        + " (i32.const 65536)) (br $again))")),
                new Endless("a sleep of years", sleep()),
                new Endless(
                        "calls through a table, to and fro",
                        Wat.running(
                                """
                                (memory (export "memory") 1)
                                (table 2 funcref) (elem (i32.const 0) $a $b)
                                (func $a (drop (i32.const 0)))
                                (func $b (call_indirect (i32.const 0)))
                                """,
                                "(loop $again (call_indirect (i32.const 1)) (br $again))")),
                new Endless(
                        "a start function that loops",
                        Wat.running(
                                "(memory (export \"memory\") 1)"
                                        + "(func $s (loop $again (br $again))) (start $s)",
                                "")));
    }

    private static byte[] sleep() {
        return Wat.assembled(
                """
                (module
                  (import "wasi_snapshot_preview1" "poll_oneoff"
                    (func $poll (param i32 i32 i32 i32) (result i32)))
                  (memory (export "memory") 1)
                  (func (export "_start")
                    (i64.store (i32.const 24) (i64.const 9000000000000000000))
                    (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1)
                      (i32.const 128)))))
                """);
    }

    @ParameterizedTest
    @MethodSource("endless")
    void endsAtTheDeadlineAndItsHostGoesOn(Endless endless) {
        SandboxSpec neighbour = neighbour();
        RunReport before = modules.run(neighbour, "1");
        SandboxSpec spec = modules.spec(endless.module, 128, 1, SHORT);

        RunReport report = modules.run(spec, "");

        assertThat(report.ending()).isEqualTo(new Ending.TimedOut(SHORT));
        RunReport after = modules.run(neighbour, "2");
        assertThat(Modules.answer(after)).isEqualTo("2");
        assertThat(after.sandboxId()).isEqualTo(before.sandboxId());
        assertThat(host(report)).isEqualTo(host(before));
    }

    @Test
    void aCallAfterTheDeadlineOfAnotherIsNotInterrupted() {
        byte[] loopWhenTold =
                Wat.running(
                        "(if (i32.eq (call $get) (i32.const 4))"
                                + " (then (loop $again (br $again))))"
                                + "(call $put (i32.const 1) (i32.const 1024) (i32.const 2))");
        SandboxSpec spec = modules.spec(loopWhenTold, 128, 1, SHORT);
        assertThat(Modules.answer(modules.run(spec, "ok"))).isEqualTo("ok");

        assertThat(modules.run(spec, "loop").ending()).isInstanceOf(Ending.TimedOut.class);

        for (int call = 0; call < 20; call++) {
            assertThat(Modules.answer(modules.run(spec, "ok"))).isEqualTo("ok");
        }
    }

    @Test
    void severalCallsAtOnceAreKeptApartAndTheirLogsToo() {
        byte[] module =
                Wat.running(
                        "(call $put (i32.const 2) (i32.const 1024) (call $get))"
                                + "(call $put (i32.const 1) (i32.const 1024) (i32.const 3))");
        SandboxSpec spec = modules.spec(module, 64, 4, Duration.ofSeconds(20));

        for (int round = 0; round < 5; round++) {
            var calls =
                    Stream.of("one", "two", "six", "ten")
                            .map(event -> modules.begin(spec, event))
                            .toList();

            List<RunReport> reports = calls.stream().map(CompletableFuture::join).toList();
            assertThat(reports.stream().map(Modules::answer))
                    .containsExactly("one", "two", "six", "ten");
            assertThat(reports.stream().map(report -> new String(report.log(), UTF_8)))
                    .containsExactly("one", "two", "six", "ten");
        }
    }

    private static String host(RunReport report) {
        return String.valueOf(report.sandboxId()).replaceFirst("-\\d+$", "");
    }
}
