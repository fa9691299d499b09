package dev.meterlark.worker.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RealNode;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxSpec;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;

/** Modules that try to have more than theirs (probes 76 to 84 of the design), in a real sandbox. */
@ExtendWith(RealNode.class)
@Tag("slow")
class WasmProbesTests {

    /** Answers the number in one byte at address 2048. */
    private static final String ANSWER = "(call $put (i32.const 1) (i32.const 2048) (i32.const 1))";

    private final RealNode.Node node;
    private final Modules modules;

    WasmProbesTests(RealNode.Node node) {
        this.node = node;
        this.modules = new Modules(node);
    }

    @Test
    void endlessRecursionIsATrap() {
        for (String recursion :
                List.of(
                        "(func $f (call $f))",
                        "(table 1 funcref) (elem (i32.const 0) $f)"
                                + "(func $f (call_indirect (i32.const 0)))",
                        "(func $g (call $f)) (func $f (call $g))")) {
            byte[] module = Wat.running("(memory (export \"memory\") 1)" + recursion, "(call $f)");

            assertThat(Modules.failure(modules.run(module, "")).message())
                    .isEqualTo("call stack exhausted");
        }
    }

    @Test
    void memoryGrowsToTheFunctionsLimitAndNotBeyond() {
        byte[] module =
                Wat.running(
                        "(memory (export \"memory\") 1)",
                        """
                        (local $grown i32)
                        (loop $more
                          (if (i32.ge_s (memory.grow (i32.const 16)) (i32.const 0)) (then
                            (local.set $grown (i32.add (local.get $grown) (i32.const 1)))
                            (br $more))))
                        (i32.store8 (i32.const 2048) (local.get $grown))
                        """
                                + ANSWER);

        RunReport report = modules.run(modules.spec(module, 64, 1, Duration.ofSeconds(20)), "");

        assertThat(bytes(report)).containsExactly(63); // 64 MiB less the page it had
        assertThat(report.peakMemoryBytes()).isBetween(60L << 20, 64L << 20);
    }

    @Test
    void aModuleThatWantsTooMuchFromTheStartIsRefusedAtItsFirstCall() {
        byte[] module = Wat.running("(memory (export \"memory\") 32768)", "");

        Ending ending = modules.run(module, "").ending();

        assertThat(ending).isInstanceOf(Ending.InitFailed.class);
        assertThat(((Ending.InitFailed) ending).message())
                .contains("2097152 KiB of memory from the start")
                .contains("131072 KiB");
    }

    @Test
    void aTableGrowsToItsBoundAndStartsSmallInTheNextCall() {
        byte[] module =
                Wat.running(
                        "(memory (export \"memory\") 1) (table $t 1 funcref)",
                        """
                        (if (i32.ne (table.size $t) (i32.const 1)) (then unreachable))
                        (if (i32.ge_s (table.grow $t (ref.null func) (i32.const 10000000))
                          (i32.const 0)) (then unreachable))
                        (drop (table.grow $t (ref.null func) (i32.const 50000)))
                        (if (i32.ne (table.size $t) (i32.const 50001)) (then unreachable))
                        """
                                + ANSWER);
        SandboxSpec spec = modules.spec(module);

        for (int call = 0; call < 3; call++) {
            assertThat(modules.run(spec, "").ending()).isInstanceOf(Ending.Succeeded.class);
        }
    }

    @Test
    void addressesOutOfMemoryAreAnErrorNumberAndNeverAnother() {
        for (String address : List.of("65530", "-8", "2147483647", "-2147483648")) {
            byte[] module =
                    Wat.running(
                            "(i32.store8 (i32.const 2048) (call $write (i32.const 1) (i32.const %s)"
                                            .formatted(address)
                                    + " (i32.const 1) (i32.const 8)))"
                                    + ANSWER);

            assertThat(bytes(modules.run(module, ""))).as(address).containsExactly(21); // EFAULT
        }
        byte[] longVector =
                Wat.running(
                        "(i32.store8 (i32.const 2048) (call $write (i32.const 1) (i32.const 0)"
                                + " (i32.const -1) (i32.const 8)))"
                                + ANSWER);
        assertThat(bytes(modules.run(longVector, ""))).containsExactly(28); // EINVAL
        byte[] longPiece =
                Wat.running(
                        "(i32.store (i32.const 4) (i32.const 0x7fffffff))"
                                + "(i32.store8 (i32.const 2048) (call $read (i32.const 0)"
                                + " (i32.const 0) (i32.const 1) (i32.const 8)))"
                                + ANSWER);
        assertThat(bytes(modules.run(longPiece, "event"))).containsExactly(21);
    }

    @Test
    void noPathLeadsOutOfTheFolderInMemory() {
        for (String path :
                List.of("../etc/passwd", "/etc/passwd", "..", "./../x", "//etc/passwd")) {
            assertThat(bytes(modules.run(opening(path), ""))).as(path).containsExactly(76);
        }
        for (String path : List.of("etc/passwd", "a/../../etc/passwd", "missing")) {
            assertThat(bytes(modules.run(opening(path), ""))).as(path).containsExactly(44);
        }
    }

    private static byte[] opening(String path) {
        return Wat.assembled(
                """
                (module
                  (import "wasi_snapshot_preview1" "fd_write"
                    (func $write (param i32 i32 i32 i32) (result i32)))
                  (import "wasi_snapshot_preview1" "path_open" (func $open
                    (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
                  (memory (export "memory") 1)
                  (data (i32.const 64) "%s")
                  (func (export "_start")
                    (i32.store8 (i32.const 32) (call $open (i32.const 3) (i32.const 0)
                      (i32.const 64) (i32.const %d) (i32.const 0) (i64.const 2) (i64.const 2)
                      (i32.const 0) (i32.const 128)))
                    (i32.store (i32.const 0) (i32.const 32))
                    (i32.store (i32.const 4) (i32.const 1))
                    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1)
                      (i32.const 8)))))
                """
                        .formatted(path, path.length()));
    }

    @Test
    void anAnswerWithoutEndIsTooLargeAndALogWithoutEndIsCounted() {
        byte[] answers =
                Wat.running(
                        "(loop $again (call $put (i32.const 1) (i32.const 0) (i32.const 65536))"
                                + "(br $again))");
        assertThat(modules.run(answers, "").ending()).isInstanceOf(Ending.ResponseTooLarge.class);

        byte[] prints =
                Wat.running(
                        """
                        (local $left i32) (local.set $left (i32.const 2000))
                        (loop $again
                          (call $put (i32.const 2) (i32.const 0) (i32.const 65536))
                          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
                          (br_if $again (local.get $left)))
                        """);
        RunReport report = modules.run(prints, "");
        assertThat(report.log().length + report.truncatedLogBytes()).isEqualTo(2000L * 65536);
        assertThat(report.log().length).isPositive().isLessThanOrEqualTo(256 << 10);
    }

    @Test
    void aThousandTrapsAndOverflowsDoNotPoisonTheHost() {
        SandboxSpec spec =
                modules.spec(
                        Wat.running(
                                "(memory (export \"memory\") 1) (func $f (call $f))",
                                "(if (i32.eq (call $get) (i32.const 4)) (then unreachable))"
                                        + "(call $f)"));
        RunReport first = modules.run(spec, "trap");

        for (int call = 0; call < 500; call++) {
            assertThat(Modules.failure(modules.run(spec, "trap")).message())
                    .contains("unreachable");
            assertThat(Modules.failure(modules.run(spec, "stack")).message())
                    .isEqualTo("call stack exhausted");
        }

        assertThat(modules.run(spec, "trap").sandboxId()).isEqualTo(first.sandboxId());
        assertThat(Modules.answer(modules.run(WasmCallTests.ECHO, "fine"))).isEqualTo("fine");
    }

    @Test
    void twoAccountsNeverShareAHost() {
        var account = new Modules(node, AccountId.random());
        RunReport mine = account.run(WasmCallTests.ECHO, "1");
        RunReport alsoMine = account.run(WasmCallTests.ECHO, "2");
        RunReport theirs = new Modules(node, AccountId.random()).run(WasmCallTests.ECHO, "3");

        assertThat(host(alsoMine)).isEqualTo(host(mine));
        assertThat(host(theirs)).isNotEqualTo(host(mine));
    }

    @Test
    void whatIsNotWellTypedIsRefusedAtItsFirstCallAndItsHostGoesOn() {
        byte[] module = WasmCallTests.ECHO.clone();
        for (int at = module.length - 8; at < module.length - 1; at++) {
            module[at] = 0x6a; // additions of nothing
        }

        Ending ending = modules.run(module, "").ending();

        assertThat(ending).isInstanceOf(Ending.InitFailed.class);
        assertThat(((Ending.InitFailed) ending).message()).contains("cannot be loaded");
        assertThat(Modules.answer(modules.run(WasmCallTests.ECHO, "fine"))).isEqualTo("fine");
    }

    private static byte[] bytes(RunReport report) {
        return report.ending() instanceof Ending.Succeeded succeeded
                ? succeeded.payload()
                : report.ending().toString().getBytes(UTF_8);
    }

    private static String host(RunReport report) {
        return String.valueOf(report.sandboxId()).replaceFirst("-\\d+$", "");
    }
}
