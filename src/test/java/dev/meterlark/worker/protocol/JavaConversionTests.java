package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/** JSON in and out of typed handlers, in one JVM with one handler for every type. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaConversionTests {

    @TempDir private static Path task;
    private RuntimeProcess typed;
    private RuntimeProcess plain;

    @BeforeAll
    void start() throws Exception {
        JavaSources.compile(
                task,
                "com.acme.Typed",
                """
                package com.acme;
                import java.math.*;
                import java.net.URI;
                import java.time.*;
                import java.util.*;
                public class Typed {
                    public enum Color { RED, GREEN { public String toString() { return "green!"; } } }
                    public record Item<T>(String name, T value, List<T> more) {}
                    public static class Base { private String id; public String getId() { return id; } public void setId(String id) { this.id = id; } }
                    public static class Bean extends Base {
                        private int count; public String open; private boolean ready; private Bean inner;
                        public int getCount() { return count; } public void setCount(int c) { count = c; }
                        public boolean isReady() { return ready; } public void setReady(boolean r) { ready = r; }
                        public Bean getInner() { return inner; } public void setInner(Bean b) { inner = b; }
                    }
                    public static class Fixed { private final int a; public Fixed(int a, String b) { this.a = a; this.b = b; } private final String b; public String getB() { return b + a; } }
                    public record All(int i, long l, double d, float f, short s, byte b, boolean z, char c, Integer boxed, BigDecimal big, BigInteger whole, Number number,
                        String text, Color color, Optional<String> maybe, OptionalInt maybeInt, Instant at, LocalDate day, Duration span, ZoneId zone, UUID uuid, URI uri,
                        byte[] bytes, int[] ints, List<Color> colors, Set<Long> set, Map<Color, List<LocalDate>> dates, Item<Integer> item, Item<List<String>> nested,
                        Bean bean, Fixed fixed, Object any) {}
                    public All all(All all) { return all; }
                }
                """);
        JavaSources.compile(
                task,
                "com.acme.Plain",
                "package com.acme; public class Plain { public Object same(Object any) { return"
                        + " any; } }");
        typed = RuntimeProcess.java(task, "com.acme.Typed::all");
        plain = RuntimeProcess.java(task, "com.acme.Plain::same");
    }

    @AfterAll
    void stop() {
        typed.close();
        plain.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    i|2147483647
                    l|-9223372036854775808
                    d|1.5
                    s|-32768
                    z|true
                    c|"x"
                    boxed|7
                    big|123456789012345678901234567890.12345
                    whole|123456789012345678901234567890
                    number|5
                    text|"quote \\" back \\\\ tab \\t é 🦅"
                    color|"GREEN"
                    maybe|"there"
                    maybeInt|3
                    at|"2026-08-01T10:00:00Z"
                    day|"2026-02-28"
                    span|"PT1H30M"
                    zone|"Europe/Vienna"
                    uuid|"01890a5d-ac96-774b-bcce-b302099a8057"
                    uri|"https://example.org/a?b=c"
                    bytes|"AQL/"
                    ints|[1,2,3]
                    colors|["RED","GREEN"]
                    set|[1,9007199254740993]
                    dates|{"RED":["2026-01-01"],"GREEN":[]}
                    item|{"name":"a","value":1,"more":[2,3]}
                    nested|{"name":"a","value":["x"],"more":[["y"],[]]}
                    bean|{"count":1,"open":"o","ready":true,"inner":null,"id":"x"}
                    any|{"a":[1,2.5,"x",null,true,12345678901]}
                    """)
    void goesThroughUnchanged(String property, String json) throws Exception {
        assertThat(typed.answer("{\"%s\":%s}".formatted(property, json)))
                .contains("\"%s\":%s".formatted(property, json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"i":3.0}|"i":3
                    {"i":"42"}|"i":42
                    {"text":5}|"text":"5"
                    {"fixed":{"a":1,"b":"x"}}|"fixed":{"b":"x1"}
                    {"bean":{"Count":2,"unknown":1}}|"count":2
                    {}|"i":0
                    {"maybe":null}|"maybe":null
                    {"i":1,"i":2}|"i":2
                    """)
    void isLenientWhereLambdaIs(String event, String part) throws Exception {
        assertThat(typed.answer(event)).contains(part);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"i":2147483648}|i: 2147483648 is not a whole number
                    {"l":1e999999999}|l: 1e999999999 is not a whole number
                    {"whole":1e999999999}|whole: A number has more than 1000 digits
                    {"i":true}|i: Cannot make int of true
                    {"i":[1]}|i: Cannot make int of an array
                    {"color":"BLUE"}|color: "BLUE" is none of com.acme.Typed$Color's
                    {"day":"soon"}|day: Cannot make java.time.LocalDate of "soon"
                    {"item":{"value":"x"}}|item: value: Cannot make java.lang.Integer of "x"
                    {"bytes":"*"}|bytes: A byte[] is written in base64
                    [1]|Cannot make com.acme.Typed$All of an array
                    """)
    void saysWhatDoesNotFitAndWhere(String event, String message) throws Exception {
        Reply.Failed failed = typed.failure(event);
        assertThat(failed.type()).isEqualTo("Runtime.UnmarshalError");
        assertThat(failed.message()).startsWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "01",
                "1.",
                "-",
                ".5",
                "1e",
                "+1",
                "nul",
                "\"\\x\"",
                "\"\\u00g0\"",
                "\"a",
                "\"\t\"",
                "1 2",
                "{a:1}",
                "'a'",
                "NaN",
                "\u00a01"
            })
    void whatIsNoJsonIsRefused(String event) throws Exception {
        assertThat(plain.failure(event).message()).startsWith("The event is not JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-1.5E10",
                "12345678901234567890",
                "\"\"",
                "\"\\ud800\"",
                "\"\\u0000\"",
                "[]",
                "{}",
                "[[[]]]",
                "{\"\":{\"b\":[]}}"
            })
    void whatIsJsonComesBack(String event) throws Exception {
        assertThat(plain.answer(event)).isEqualTo(event);
    }

    @Test
    void depthIsBounded() throws Exception {
        String deep = "[".repeat(1000) + "]".repeat(1000);
        assertThat(plain.answer(deep)).isEqualTo(deep);
        assertThat(plain.failure("[".repeat(1001) + "]".repeat(1001)).message())
                .contains("nested deeper than 1000");
        assertThat(plain.failure("[".repeat(3_000_000)).message())
                .contains("nested deeper than 1000");
    }
}
