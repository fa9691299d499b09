package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class JavaRuntimeTests {

    @TempDir private Path task;

    @Test
    void runsFunctionsConsumersAndSuppliers() throws Exception {
        JavaSources.compile(
                task,
                "com.acme.Forms",
                """
                package com.acme;
                import java.util.*;
                import java.util.function.*;
                public class Forms {
                    public static class Upper implements Function<String, String> {
                        public String apply(String s) { return s.toUpperCase(); }
                    }
                    public static class Sink implements Consumer<Map<String, Object>> {
                        public void accept(Map<String, Object> m) { System.out.println("got " + m); }
                    }
                    public static class Source implements Supplier<List<Integer>> {
                        public List<Integer> get() { return List.of(1, 2); }
                    }
                    public Function<List<Integer>, Integer> sum() {
                        return list -> list.stream().mapToInt(i -> i).sum();
                    }
                    static long twice(long n) { return 2 * n; }
                    String nothing() { return "nothing"; }
                }
                """);

        assertAnswer("com.acme.Forms$Upper", "\"zoë 🦅\"", "\"ZOË 🦅\"");
        assertAnswer("com.acme.Forms$Sink", "{\"a\":1.5}", "null");
        assertAnswer("com.acme.Forms$Source", "", "[1,2]");
        assertAnswer("com.acme.Forms::sum", "[1,2,39]", "42");
        assertAnswer("com.acme.Forms::twice", "3000000000", "6000000000");
        assertAnswer("com.acme.Forms::nothing", "{}", "\"nothing\"");
    }

    @Test
    void oneProcessAnswersManyCallsAndSurvivesErrors() throws Exception {
        JavaSources.compile(
                task,
                "com.acme.Counter",
                """
                package com.acme;
                public class Counter {
                    int count;
                    public int handle(boolean fail) {
                        count++;
                        if (fail) throw new IllegalStateException("call " + count, new RuntimeException("why"));
                        return count;
                    }
                    public int deep(int n) { return deep(n) + 1; }
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Counter::handle")) {
            assertThat(runtime.answer("false")).isEqualTo("1");
            Reply.Failed failed = runtime.failure("true");
            assertThat(failed.type()).isEqualTo("java.lang.IllegalStateException");
            assertThat(failed.message()).isEqualTo("call 2");
            assertThat(new String(failed.payload(), StandardCharsets.UTF_8))
                    .contains(
                            "\"stackTrace\":[\"com.acme.Counter.handle(Counter.java:6)\"]",
                            "\"cause\":{\"errorMessage\":\"why\"");
            assertThat(runtime.output()).contains("Caused by: java.lang.RuntimeException: why");
            assertThat(runtime.answer("false")).isEqualTo("3");
        }
        try (var runtime = RuntimeProcess.java(task, "com.acme.Counter::deep")) {
            assertThat(runtime.failure("1").type()).isEqualTo("java.lang.StackOverflowError");
            assertThat(runtime.failure("1").type()).isEqualTo("java.lang.StackOverflowError");
        }
    }

    @Test
    void bytesGoInAndOutAsTheyAre() throws Exception {
        JavaSources.compile(
                task,
                "com.acme.Raw",
                """
                package com.acme;
                import java.io.*;
                import java.util.function.Function;
                public class Raw implements Function<byte[], byte[]> {
                    public byte[] apply(byte[] in) { byte[] out = in.clone(); out[0]++; return out; }
                    public int length(InputStream in) throws IOException { return in.readAllBytes().length; }
                    public String json(String text) { return text; }
                }
                """);

        try (var runtime = RuntimeProcess.java(task, "com.acme.Raw")) {
            var reply = (Reply.Answered) runtime.call(new byte[] {1, -1, 0}, "image/png");
            assertThat(reply.payload()).containsExactly(2, -1, 0);
            assertThat(reply.contentType()).isEqualTo("application/octet-stream");
        }
        try (var runtime = RuntimeProcess.java(task, "com.acme.Raw::length")) {
            assertThat(runtime.answered(runtime.call(new byte[6291456], "image/png")))
                    .isEqualTo("6291456");
        }
        try (var runtime = RuntimeProcess.java(task, "com.acme.Raw::json")) {
            assertThat(runtime.answer("{\"a\": 1}")).isEqualTo("\"{\\\"a\\\": 1}\"");
            Reply.Failed failed =
                    (Reply.Failed) runtime.call(new byte[] {1, 2, 3}, "application/pdf");
            assertThat(failed.type()).isEqualTo("Runtime.UnmarshalError");
            assertThat(failed.message()).contains("application/pdf");
        }
    }

    @Test
    void awsHandlersWorkWithTheInterfacesOfThePackage() throws Exception {
        JavaSources.compile(
                task,
                "com.acme.Aws",
                """
                package com.acme;
                import com.amazonaws.services.lambda.runtime.*;
                import java.io.*;
                import java.util.*;
                public class Aws implements RequestHandler<Map<String, Integer>, Map<String, Object>> {
                    public Map<String, Object> handleRequest(Map<String, Integer> event, Context c) {
                        c.getLogger().log("logged");
                        Map<String, Object> out = new TreeMap<>();
                        out.put("n", event.get("n") + 1);
                        out.put("name", c.getFunctionName());
                        out.put("arn", c.getInvokedFunctionArn());
                        out.put("memory", c.getMemoryLimitInMB());
                        out.put("id", c.getAwsRequestId().length());
                        out.put("left", c.getRemainingTimeInMillis() > 1000);
                        out.put("custom", c.getClientContext().getCustom());
                        out.put("title", c.getClientContext().getClient().getAppTitle());
                        return out;
                    }
                    public static class Stream implements RequestStreamHandler {
                        public void handleRequest(InputStream in, OutputStream out, Context c) throws IOException {
                            out.write('[');
                            in.transferTo(out);
                            out.write(']');
                        }
                    }
                }
                """);
        JavaSources.addToLib(task, "aws-lambda-java-core");

        try (var runtime = RuntimeProcess.java(task, "com.acme.Aws")) {
            String context = "{\"custom\":{\"k\":\"ü\"},\"client\":{\"app_title\":\"t\"}}";
            var reply = runtime.hand("{\"n\":1}".getBytes(), "application/json", context).get();
            assertThat(runtime.answered(reply))
                    .isEqualTo(
                            "{\"arn\":\"%s\",\"custom\":{\"k\":\"ü\"},\"id\":36,\"left\":true,\"memory\":256,\"n\":2,\"name\":\"sample\",\"title\":\"t\"}"
                                    .formatted(RuntimeProcess.ARN));
            assertThat(runtime.output()).isEqualTo("logged\n");
        }
        assertAnswer("com.acme.Aws$Stream", "1", "[1]");
        assertAnswer("com.acme.Aws$Stream::handleRequest", "2", "[2]");
    }

    @Test
    void whatCannotBeLoadedIsAnInitError() throws Exception {
        JavaSources.compile(
                task,
                "com.acme.Odd",
                """
                package com.acme;
                public class Odd {
                    public void two(int a, int b) {}
                    public void same(int a) {}
                    public void same(String a) {}
                    public static class Failing { public Failing() { throw new ArithmeticException("at load"); } }
                    public static class Static { static { if (true) throw new ArithmeticException("static"); } }
                    public static class Demanding { public Demanding(int n) {} public void handle() {} }
                    public static abstract class Abstract { public void handle() {} }
                }
                """);

        assertInitError("com.acme.Nowhere", "java.lang.ClassNotFoundException", "com.acme.Nowhere");
        assertInitError("com.acme.Odd", "Runtime.HandlerNotFound", "name a method");
        assertInitError("com.acme.Odd::nothing", "Runtime.HandlerNotFound", "No method named");
        assertInitError("com.acme.Odd::two", "Runtime.HandlerNotFound", "parameters");
        assertInitError("com.acme.Odd::same", "Runtime.HandlerNotFound", "Several methods");
        assertInitError("com.acme.Odd$Failing::x", "Runtime.HandlerNotFound", "No method");
        assertInitError("com.acme.Odd$Failing", "java.lang.ArithmeticException", "at load");
        assertInitError("com.acme.Odd$Static", "java.lang.ExceptionInInitializerError", "");
        assertInitError(
                "com.acme.Odd$Demanding::handle", "Runtime.HandlerNotFound", "no constructor");
        assertInitError("com.acme.Odd$Abstract::handle", "Runtime.HandlerNotFound", "abstract");
    }

    @Test
    void exitsAreTheProcesss() throws Exception {
        JavaSources.compile(
                task,
                "com.acme.Exit",
                "package com.acme; public class Exit { public void now() { System.exit(7); } }");

        try (var runtime = RuntimeProcess.java(task, "com.acme.Exit::now")) {
            assertThat(runtime.readiness()).isEqualTo(new Readiness.Ready());
            runtime.hand("{}".getBytes(), "application/json", null);
            assertThat(runtime.exitStatus()).isEqualTo(7);
        }
    }

    @Test
    void theRuntimesOwnClassesAreOutOfSight() throws Exception {
        JavaSources.compile(
                task,
                "com.acme.Look",
                """
                package com.acme;
                public class Look {
                    public String handle() {
                        try { return Class.forName("dev.meterlark.runtime.Bootstrap").getName(); }
                        catch (ClassNotFoundException e) { return "none"; }
                    }
                }
                """);

        assertAnswer("com.acme.Look::handle", "{}", "\"none\"");
    }

    private void assertAnswer(String handler, String event, String answer) throws Exception {
        try (var runtime = RuntimeProcess.java(task, handler)) {
            assertThat(runtime.answer(event)).isEqualTo(answer);
        }
    }

    private void assertInitError(String handler, String type, String message) throws Exception {
        try (var runtime = RuntimeProcess.java(task, handler)) {
            assertThat(runtime.initFailure().type()).isEqualTo(type);
            assertThat(runtime.initFailure().message()).contains(message);
            assertThat(runtime.exitStatus()).isEqualTo(1);
        }
    }
}
