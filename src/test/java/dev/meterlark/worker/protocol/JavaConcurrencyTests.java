package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.worker.RunRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;

/** Several calls at once in one JVM. */
class JavaConcurrencyTests {

    @TempDir private Path task;

    @Test
    void asManyCallsRunAtOnceAsItTakesOnOneHandler() throws Exception {
        compile(
                """
                final CyclicBarrier together = new CyclicBarrier(10);
                final AtomicInteger count = new AtomicInteger();
                public List<Integer> handle(int n) throws Exception {
                    together.await();
                    return List.of(n, count.incrementAndGet());
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Together::handle", 10)) {
            var answers = new ArrayList<String>();
            for (int round = 0; round < 2; round++) {
                var exchanges = new ArrayList<Exchange>();
                for (int i = 0; i < 10; i++) {
                    exchanges.add(hand(runtime, String.valueOf(i)));
                }
                for (int i = 0; i < 10; i++) {
                    String answer = answer(runtime, exchanges.get(i));
                    assertThat(answer).startsWith("[" + i + ",");
                    answers.add(answer.replaceFirst(".*,", ""));
                }
            }
            assertThat(answers).doesNotHaveDuplicates().contains("20]");
        }
    }

    @Test
    void whatACallPrintsSaysWhoseItIsAlsoFromItsThreads() throws Exception {
        compile(
                """
                final CyclicBarrier together = new CyclicBarrier(2);
                static { System.out.println("loaded"); }
                public void handle(int n) throws Exception {
                    System.out.println("begin ü" + n);
                    together.await();
                    Thread thread = new Thread(() -> System.err.printf("thread %d%n", n));
                    thread.start();
                    thread.join();
                    System.out.println("x".repeat(10000));
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Together::handle", 2)) {
            RunRequest a = RuntimeProcess.request("1", "Root=1");
            RunRequest b = RuntimeProcess.request("2", "Root=2");
            Exchange one = runtime.hand(a, Outlet.NONE);
            Exchange other = runtime.hand(b, Outlet.NONE);
            answer(runtime, one);
            answer(runtime, other);

            String expected = "begin ü%1$s\nthread %1$s\n" + "x".repeat(10000) + "\n";
            assertThat(Frames.of(runtime.printed()))
                    .containsEntry(a.id().toString(), expected.formatted(1))
                    .containsEntry(b.id().toString(), expected.formatted(2))
                    .containsEntry("", "loaded\n");
        }
    }

    @Test
    void whatGoesWrongInOneCallLeavesTheOthersAlone() throws Exception {
        compile(
                """
                final CyclicBarrier together = new CyclicBarrier(3);
                public int handle(int n) throws Exception {
                    together.await();
                    if (n == 1) throw new IllegalStateException("one");
                    if (n == 2) return deep(n);
                    Thread.sleep(20);
                    return n;
                }
                int deep(int n) { return deep(n) + 1; }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Together::handle", 3)) {
            for (int round = 0; round < 2; round++) {
                Exchange fine = hand(runtime, "0");
                Exchange thrown = hand(runtime, "1");
                Exchange deep = hand(runtime, "2");
                assertThat(failure(runtime, thrown)).isEqualTo("java.lang.IllegalStateException");
                assertThat(failure(runtime, deep)).isEqualTo("java.lang.StackOverflowError");
                assertThat(answer(runtime, fine)).isEqualTo("0");
            }
        }
    }

    @Test
    void anExitEndsAll() throws Exception {
        compile(
                """
                final CyclicBarrier together = new CyclicBarrier(2);
                public void handle(int n) throws Exception {
                    together.await();
                    if (n == 1) System.exit(7);
                    Thread.sleep(10000);
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Together::handle", 2)) {
            hand(runtime, "0");
            hand(runtime, "1");
            assertThat(runtime.exitStatus()).isEqualTo(7);
        }
    }

    @Test
    void theContextKnowsTheTraceOfItsCall() throws Exception {
        compile(
                """
                public interface Context { String getXrayTraceId(); }
                final CyclicBarrier together = new CyclicBarrier(2);
                public String handle(int n, Context context) throws Exception {
                    together.await();
                    return context.getXrayTraceId() + " " + System.getProperty("com.amazonaws.xray.traceHeader");
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Together::handle", 2)) {
            var one = runtime.hand(RuntimeProcess.request("1", "Root=1"), Outlet.NONE);
            var other = runtime.hand(RuntimeProcess.request("2", "Root=2"), Outlet.NONE);
            assertThat(answer(runtime, one)).isEqualTo("\"Root=1 null\"");
            assertThat(answer(runtime, other)).isEqualTo("\"Root=2 null\"");
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

    private void compile(String members) {
        JavaSources.compile(
                task,
                "com.acme.Together",
                """
                package com.acme;
                import java.util.*;
                import java.util.concurrent.*;
                import java.util.concurrent.atomic.*;
                public class Together {
                """
                        + members
                        + "}");
    }
}
