package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Answers of Java functions that go out while they are written. */
class JavaStreamingTests {

    private static final long MOST = 32 << 20;

    @TempDir private Path task;

    @Test
    void eachPieceGoesOutWhenItIsFlushed() throws Exception {
        compile(
                """
                public static void handle(InputStream in, OutputStream out) throws Exception {
                    out.write("one".getBytes());
                    out.flush();
                    go("two");
                    out.write('t');
                    out.write("wo".getBytes());
                    out.flush();
                    out.flush();
                    go("three");
                    out.write("three".getBytes());
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Streams::handle")) {
            Receiver receiver = Receiver.eager();
            Exchange exchange = runtime.stream("{}", receiver, MOST);

            await().until(() -> receiver.text().equals("one"));
            letGo("two");
            await().until(() -> receiver.text().equals("onetwo"));
            assertThat(exchange.reply()).isNotDone();
            letGo("three");
            assertThat(runtime.orOutput(exchange.reply()))
                    .isEqualTo(new Reply.Streamed(11, "application/json"));
            assertThat(receiver.text()).isEqualTo("onetwothree");
            assertThat(runtime.answer("{}")).isEqualTo("onetwothree");
        }
    }

    @Test
    void smallAnswersAndJsonObjectsOfAnySizeStayWhole() throws Exception {
        compile(
                """
                public static void handle(InputStream in, OutputStream out) throws Exception {
                    int size = Integer.parseInt(new String(in.readAllBytes()));
                    if (size == 0) return;
                    Writer writer = new OutputStreamWriter(out);
                    writer.write(size == 1 ? "plain" : " {\\"statusCode\\": 201, \\"body\\": \\"");
                    if (size > 1) {
                        writer.flush();
                        writer.write("x".repeat(size) + "\\"}");
                        writer.flush();
                    } else {
                        out.write("plain".getBytes());
                    }
                    out.close();
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Streams::handle")) {
            for (String event : new String[] {"0", "1", "100", "100000"}) {
                Receiver receiver = Receiver.eager();
                Exchange exchange = runtime.stream(event, receiver, MOST);
                assertThat(runtime.orOutput(exchange.reply())).isInstanceOf(Reply.Answered.class);
                assertThat(receiver.contentType()).isNull();
            }
            assertThat(runtime.answer("0")).isEmpty();
            assertThat(runtime.answer("1")).isEqualTo("plain");
            assertThat(runtime.answer("2")).isEqualTo(" {\"statusCode\": 201, \"body\": \"xx\"}");
        }
    }

    @Test
    void anObjectWithEightNulBytesBehindItIsThePreludeOfAnHttpAnswer() throws Exception {
        compile(
                """
                public static void handle(InputStream in, OutputStream out) throws Exception {
                    out.write("{\\"statusCode\\":201}".getBytes());
                    out.write(new byte[4]);
                    out.write(new byte[4]);
                    if (in.read() == '1') {
                        out.flush();
                        go("on");
                    }
                    out.write("body".getBytes());
                }
                """);
        String http = "application/vnd.awslambda.http-integration-response";
        String expected = "{\"statusCode\":201}" + "\0".repeat(8) + "body";

        try (var runtime = RuntimeProcess.java(task, "com.acme.Streams::handle")) {
            var whole = (Reply.Answered) runtime.call("0");
            assertThat(whole.contentType()).isEqualTo(http);
            assertThat(runtime.answered(whole)).isEqualTo(expected);
            Receiver receiver = Receiver.eager();
            Exchange exchange = runtime.stream("1", receiver, MOST);
            await().until(() -> receiver.size() == 26);
            letGo("on");
            assertThat(runtime.orOutput(exchange.reply())).isEqualTo(new Reply.Streamed(30, http));
            assertThat(receiver.text()).isEqualTo(expected);
        }
    }

    @Test
    void aSlowReceiverHoldsTheFunctionBackAndLosesNothing() throws Exception {
        compile(
                """
                public static void handle(InputStream in, OutputStream out) throws Exception {
                    byte[] piece = "x".repeat(65536).getBytes();
                    for (int i = 0; i < 320; i++) out.write(piece);
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Streams::handle")) {
            Receiver receiver = Receiver.slow();
            Exchange exchange = runtime.stream("{}", receiver, MOST);
            await().until(() -> receiver.pieces() == 1);
            assertThat(exchange.reply()).isNotDone();
            receiver.hurry();
            assertThat(runtime.orOutput(exchange.reply()))
                    .isEqualTo(new Reply.Streamed(20 << 20, "application/json"));
            assertThat(receiver.size()).isEqualTo(20 << 20);
        }
    }

    @Test
    void whatFailsHalfWaySaysSoBehindWhatWentOut() throws Exception {
        compile(
                """
                public static void handle(InputStream in, OutputStream out) throws Exception {
                    int length = Integer.parseInt(new String(in.readAllBytes()));
                    out.write("half".getBytes());
                    if (length > 0) out.flush();
                    throw new IllegalStateException("half-way " + "x".repeat(length));
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Streams::handle")) {
            Receiver receiver = Receiver.eager();
            var failed = fails(runtime, "100000", receiver);
            assertThat(failed.type()).isEqualTo("java.lang.IllegalStateException");
            assertThat(failed.message()).startsWith("half-way xxx");
            assertThat(receiver.text()).isEqualTo("half");
            assertThat(fails(runtime, "1", Receiver.eager()).message()).isEqualTo("half-way x");
            Receiver untouched = Receiver.eager();
            assertThat(fails(runtime, "0", untouched).message()).isEqualTo("half-way ");
            assertThat(untouched.contentType()).isNull();
        }
    }

    @Test
    void whoWritesMoreThanIsTakenIsTold() throws Exception {
        compile(
                """
                static String seen = "nothing";
                public static void handle(InputStream in, OutputStream out) throws Exception {
                    String event = new String(in.readAllBytes());
                    if (event.equals("2")) {
                        out.write(seen.getBytes());
                        return;
                    }
                    try {
                        while (true) out.write("x".repeat(65536).getBytes());
                    } catch (IOException e) {
                        seen = e.getMessage();
                        if (event.equals("1")) throw e;
                    }
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Streams::handle")) {
            for (String event : new String[] {"0", "1"}) {
                Exchange exchange = runtime.stream(event, Receiver.eager(), 1 << 20);
                assertThat(runtime.orOutput(exchange.reply())).isInstanceOf(Reply.TooLarge.class);
                runtime.orOutput(exchange.asked());
            }
            assertThat(runtime.answer("2")).isEqualTo("Broken pipe: the answer was refused");
        }
    }

    @Test
    void whoWritesAfterTheCallHarmsNobody() throws Exception {
        compile(
                """
                static volatile String seen = "nothing";
                public static void handle(InputStream in, OutputStream out) throws Exception {
                    if (in.read() == '1') {
                        while (seen.equals("nothing")) Thread.sleep(2);
                        out.write(seen.getBytes());
                        return;
                    }
                    out.write("begun".getBytes());
                    out.flush();
                    new Thread(() -> {
                        try {
                            while (true) { out.write('x'); out.flush(); }
                        } catch (IOException e) {
                            seen = e.getMessage();
                        }
                    }).start();
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Streams::handle")) {
            assertThat(runtime.answer("0")).startsWith("begun");
            assertThat(runtime.answer("1")).isEqualTo("The call has ended");
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

    /** With a way to wait until the test lets the function go on. */
    private void compile(String members) {
        JavaSources.compile(
                task,
                "com.acme.Streams",
                """
                package com.acme;
                import java.io.*;
                public class Streams {
                    static void go(String name) throws Exception {
                        while (!new File(name).exists()) Thread.sleep(2);
                    }
                """
                        + members
                        + "}");
    }
}
