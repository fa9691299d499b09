package dev.meterlark.worker.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RealNode;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a module gets and what becomes of what it does, in a real sandbox. */
@ExtendWith(RealNode.class)
class WasmCallTests {

    static final byte[] ECHO =
            Wat.running("(call $put (i32.const 1) (i32.const 1024) (call $get))");

    private final RealNode.Node node;
    private final Modules modules;

    WasmCallTests(RealNode.Node node) {
        this.node = node;
        modules = new Modules(node);
    }

    @Test
    void theEventIsOnStandardInputAndTheAnswerOnStandardOutput() {
        RunReport report = modules.run(ECHO, "{\"n\": 1}");

        assertThat(Modules.answer(report)).isEqualTo("{\"n\": 1}");
        assertThat(report.ending()).isInstanceOf(Ending.Succeeded.class);
        assertThat(((Ending.Succeeded) report.ending()).contentType())
                .isEqualTo("application/json");
    }

    @Test
    void whatIsNoJsonIsTextAndWhatIsNoTextIsBytes() {
        assertThat(contentType("{\"n\":")).isEqualTo("text/plain; charset=utf-8");
        assertThat(contentType("[1, -2.5e3, \"\\u00e9\", null, {\"a\": []}] "))
                .isEqualTo("application/json");
        assertThat(contentType("[1 2]")).isEqualTo("text/plain; charset=utf-8");
        byte[] bytes =
                Wat.running(
                        "(call $put (i32.const 1) (i32.const 2048) (i32.const 4))"
                                + "(i32.store (i32.const 2048) (i32.const -2))"
                                + "(call $put (i32.const 1) (i32.const 2048) (i32.const 4))");
        assertThat(((Ending.Succeeded) modules.run(bytes, "").ending()).contentType())
                .isEqualTo("application/octet-stream");
    }

    private String contentType(String answer) {
        return ((Ending.Succeeded) modules.run(ECHO, answer).ending()).contentType();
    }

    @Test
    void standardErrorIsTheLogOfItsCall() {
        SandboxSpec spec =
                modules.spec(Wat.running("(call $put (i32.const 2) (i32.const 1024) (call $get))"));

        RunReport one = modules.run(spec, "one");
        RunReport two = modules.run(spec, "two");

        assertThat(new String(one.log(), UTF_8)).isEqualTo("one");
        assertThat(new String(two.log(), UTF_8)).isEqualTo("two");
        assertThat(two.cold()).isFalse();
        assertThat(two.cpuMicros()).isPositive();
    }

    @Test
    void anotherStatusThanZeroIsAnErrorWithTheEndOfTheLog() {
        SandboxSpec spec =
                modules.spec(
                        Wat.running(
                                "(call $put (i32.const 2) (i32.const 1024) (call $get))"
                                        + "(call $exit (i32.const 3))"));

        Ending.FunctionFailed failed = Modules.failure(modules.run(spec, "no such thing\n"));

        assertThat(failed.type()).isEqualTo("Wasm.ExitStatus");
        assertThat(failed.message()).isEqualTo("exit status 3: no such thing");
        assertThat(modules.run(spec, "again").cold()).isFalse();
    }

    @Test
    void exitWithZeroIsSuccess() {
        byte[] module =
                Wat.running(
                        "(call $put (i32.const 1) (i32.const 1024) (call $get))"
                                + "(call $exit (i32.const 0)) unreachable");

        assertThat(Modules.answer(modules.run(module, "done"))).isEqualTo("done");
    }

    @Test
    void aTrapIsAnErrorAndTheNextCallIsServed() {
        SandboxSpec spec =
                modules.spec(
                        Wat.running("(if (i32.eq (call $get) (i32.const 4)) (then unreachable))"));

        Ending.FunctionFailed failed = Modules.failure(modules.run(spec, "trap"));

        assertThat(failed.type()).isEqualTo("Wasm.Trap");
        assertThat(failed.message()).contains("unreachable");
        assertThat(modules.run(spec, "fine!").ending()).isInstanceOf(Ending.Succeeded.class);
    }

    @Test
    void noCallSeesTheMemoryOfTheOneBefore() {
        SandboxSpec spec =
                modules.spec(
                        Wat.running(
                                "(drop (call $get))"
                                        + "(if (i32.load8_u (i32.const 60000)) (then unreachable))"
                                        + "(i32.store8 (i32.const 60000) (i32.const 1))"));

        for (int call = 0; call < 3; call++) {
            assertThat(modules.run(spec, "x").ending()).isInstanceOf(Ending.Succeeded.class);
        }
    }

    @Test
    void aModuleIsCompiledWhenItIsPublishedAndThatIsKept() {
        SandboxSpec spec = modules.spec(ECHO);
        node.workers().published(spec);

        awaitKept(spec);
        assertThat(Modules.answer(modules.run(spec, "1"))).isEqualTo("1");
    }

    private void awaitKept(SandboxSpec spec) {
        Path kept = node.data().resolve("wasm/code").resolve(spec.account().value().toString());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(kept.resolve(spec.code().hex() + ".endive-1.0.0"))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aLargeModuleIsCompiledApartAndItsLongFunctionsStillRun() {
        var fields = new StringBuilder("(memory (export \"memory\") 1)");
        for (int function = 0; function < 1500; function++) {
            fields.append("(func $f%d (param i32) (result i32) (local.get 0)".formatted(function));
            fields.append("(i32.add (i32.const 100000)) (i32.xor (i32.const 99999))".repeat(40));
            fields.append(")");
        }
        fields.append("(func $long (param i32) (result i32) (local.get 0)");
        fields.append("(i32.add (i32.const 1)) (i32.xor (i32.const 3))".repeat(20_000)).append(")");
        SandboxSpec spec =
                modules.spec(
                        Wat.running(
                                fields.toString(),
                                "(drop (call $long (i32.const 1))) (drop (call $f7 (i32.const"
                                        + " 1)))(call $put (i32.const 1) (i32.const 1024) (call"
                                        + " $get))"));

        node.workers().published(spec);
        awaitKept(spec);

        assertThat(Modules.answer(modules.run(spec, "1"))).isEqualTo("1");
    }
}
