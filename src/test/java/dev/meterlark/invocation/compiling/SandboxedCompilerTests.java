package dev.meterlark.invocation.compiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.function.snapshot.CompiledSource;
import dev.meterlark.function.snapshot.JavaSource;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

class SandboxedCompilerTests {

    private static final CompilingProperties PROPERTIES =
            new CompilingProperties(
                    DataSize.ofMegabytes(512), Duration.ofSeconds(20), 1, Duration.ZERO);

    private final AccountId account = AccountId.random();
    private final FakeWorkers workers = new FakeWorkers();
    private final SandboxedCompiler compiler =
            new SandboxedCompiler(
                    workers, new CompilerPackage(), PROPERTIES, InstantSource.system());

    @Test
    void aSourceBecomesItsClassesUnderTheNamesThatItGivesThem() {
        CompiledSource made =
                compile("package com.acme; class Any { record Pair(int a, int b) {} }", "java25");

        assertThat(made).isInstanceOf(CompiledSource.Classes.class);
        assertThat(((CompiledSource.Classes) made).files())
                .containsOnlyKeys("com/acme/Any.class", "com/acme/Any$Pair.class");
    }

    @Test
    void classesAreForTheRuntimeThatTheyAreToRunOn() {
        var made = (CompiledSource.Classes) compile("class Any {}", "java17");

        assertThat(made.files().get("Any.class"))
                .as("class file version")
                .startsWith(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61);
    }

    @Test
    void mistakesAreAtTheirLinesAndColumns() {
        CompiledSource made =
                compile("public class Hello {\n  int a = \"b\";\n  nonsense;\n}\n", "java25");

        assertThat(made).isInstanceOf(CompiledSource.Mistaken.class);
        var mistakes = ((CompiledSource.Mistaken) made).mistakes();
        assertThat(mistakes.getFirst().line()).isEqualTo(3);
        assertThat(mistakes.getFirst().column()).isPositive();
        assertThat(mistakes.getFirst().message()).contains("identifier");
    }

    @Test
    void aSourceSeesNothingButTheJdk() {
        CompiledSource made = compile("class Any { dev.meterlark.shared.AccountId id; }", "java25");

        assertThat(made).isInstanceOf(CompiledSource.Mistaken.class);
    }

    @Test
    void itRunsForTheAccountWithoutANetworkWithinBoundsOfItsOwn() {
        compile("class Any {}", "java25");

        SandboxSpec spec = workers.specs().getLast();
        assertThat(spec.account()).isEqualTo(account);
        assertThat(spec.egress()).isEqualTo(Egress.NONE);
        assertThat(spec.memoryMiB()).isEqualTo(512);
        assertThat(spec.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(spec.environment()).isEmpty();
    }

    static Stream<Object[]> endings() {
        return Stream.of(
                new Object[] {new Ending.TimedOut(Duration.ofSeconds(20)), "longer than 20 s"},
                new Object[] {
                    new Ending.SandboxLost(new SandboxExit.OutOfMemory(512)), "more than 512 MiB"
                },
                new Object[] {new Ending.ResponseTooLarge(7L << 20, 6L << 20), "6 MB of classes"},
                new Object[] {new Ending.NoneFree("full"), "try again"},
                new Object[] {new Ending.NotStarted("no runc"), "none could be started"},
                new Object[] {FakeWorkers.failed("Error", "bug"), "the compiler failed"},
                new Object[] {
                    new Ending.Succeeded(new byte[] {1, 127, 0, 0, 0}, ""), "the compiler failed"
                });
    }

    @ParameterizedTest
    @MethodSource("endings")
    void whateverEndsItIsSaidWithWhatToDo(Ending ending, String said) {
        workers.end(CompilerProgram.HANDLER, ending);

        assertThatThrownBy(() -> compile("class Any {}", "java25"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.publicText()).contains(said));
    }

    @Test
    void anAccountCompilesOneSourceAtATimeAndANodeAsManyAsItMay() throws Exception {
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        workers.behave(
                CompilerProgram.HANDLER,
                (_, _) -> {
                    begun.countDown();
                    await(mayEnd);
                    return new Ending.Succeeded(new byte[] {1, 0, 0, 0, 0}, "");
                });
        var first = CompletableFuture.supplyAsync(() -> compile("class Any {}", "java25"));
        begun.await();

        assertThatThrownBy(() -> compile("class Any {}", "java25"))
                .hasMessageContaining("compiles another source");
        assertThatThrownBy(
                        () -> compiler.compile(AccountId.random(), source("class A {}", "java25")))
                .hasMessageContaining("others compile");
        mayEnd.countDown();
        first.join();
        assertThat(compile("class Any {}", "java25")).isNotNull();
    }

    private CompiledSource compile(String text, String runtime) {
        return compiler.compile(account, source(text, runtime));
    }

    private static JavaSource source(String text, String runtime) {
        return new JavaSource("Hello.java", runtime, text);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
