package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.IntStream;

class SpanContextTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final InvocationId CALL =
            InvocationId.parse("019ab2c4-1234-7abc-8def-0123456789ab");
    private static final String TRACE = "6923862912347abc8def0123456789ab";
    private static final String W3C = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void aCallWithoutATraceBeginsOneOfItsOwn() {
        SpanContext own = of(null, null, 1);

        assertThat(own.trace()).isEqualTo(TRACE).hasSize(32);
        assertThat(own.span()).isEqualTo("8def0123456789ab");
        assertThat(own.parent()).isNull();
        assertThat(own.sampled()).isTrue();
        assertThat(of(null, null, 2).span()).hasSize(16).isNotEqualTo(own.span());
    }

    @Test
    void aTraceThatBeginsHereBeginsWithTheSecondOfItsCallsId() {
        long second = CALL.value().getMostSignificantBits() >>> 16;

        assertThat(of(null, null, 1).trace().substring(0, 8))
                .isEqualTo(HexFormat.of().toHexDigits((int) (second / 1000)));
        assertThat(of(null, null, 2).trace()).isEqualTo(of(null, null, 1).trace());
    }

    @Test
    void theFormOfW3cGoesBeforeThatOfAmazonAndTakesItsStateAlong() {
        String amazon =
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0";
        var said = new TraceContext(amazon, W3C, "vendor=1,other=a b");

        SpanContext span = SpanContext.of(said, CALL, 1, 0);

        assertThat(span.trace()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(span.below())
                .isEqualTo(
                        new TraceContext(
                                null,
                                "00-0af7651916cd43dd8448eb211c80319c-8def0123456789ab-01",
                                "vendor=1,other=a b"));
        assertThat(span.amazon())
                .isEqualTo(
                        "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=8def0123456789ab;Sampled=1");
    }

    @Test
    void aStateWithoutATraceOrThatNoHeaderMayHoldIsDropped() {
        assertThat(SpanContext.of(new TraceContext(null, "00-x", "a=1"), CALL, 1, 0).state())
                .isNull();
        for (String odd : new String[] {"", "a=1\r\nX: y", "a=\u00fc", "a".repeat(513)}) {
            assertThat(SpanContext.of(new TraceContext(null, W3C, odd), CALL, 1, 0).state())
                    .isNull();
        }
    }

    @Test
    void aCallersContextIsGoneOnWith() {
        SpanContext w3c = of(null, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", 1);
        assertThat(w3c.trace()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(w3c.parent()).isEqualTo("b7ad6b7169203331");
        assertThat(w3c.sampled()).isTrue();

        SpanContext amazon =
                of(
                        "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=0",
                        null,
                        1);
        assertThat(amazon.trace()).isEqualTo(w3c.trace());
        assertThat(amazon.parent()).isEqualTo(w3c.parent());
        assertThat(amazon.sampled()).isFalse();
    }

    @Test
    void whatTheFunctionIsToldLeadsBackToThisCall() {
        SpanContext first = of(null, null, 1);
        SpanContext below = of(first.amazon(), null, 2);

        assertThat(below.trace()).isEqualTo(first.trace());
        assertThat(below.parent()).isEqualTo(first.span());
        assertThat(below.sampled()).isTrue();
    }

    @Test
    void whatIsNoContextIsNone() {
        for (String odd :
                new String[] {
                    "",
                    "Root=x",
                    "00-xyz",
                    "x".repeat(5_000),
                    "\n",
                    "00-" + "0".repeat(32) + "-b7ad6b7169203331-01",
                    "00-0af7651916cd43dd8448eb211c80319c-" + "0".repeat(16) + "-01",
                    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    "Root=1-5759e988-bd862e3fe1be46a994272793;Evil=\r\nX-Header: 1",
                }) {
            assertThat(of(odd, odd, 1)).isEqualTo(of(null, null, 1));
        }
    }

    @Test
    void soManyTracesAreKeptAsAreAskedFor() {
        long kept =
                IntStream.range(0, 4_000)
                        .filter(
                                _ ->
                                        SpanContext.of(
                                                        TraceContext.NONE,
                                                        InvocationId.at(NOON),
                                                        1,
                                                        0.25)
                                                .sampled())
                        .count();

        assertThat(kept).isBetween(850L, 1_150L);
        assertThat(SpanContext.of(TraceContext.NONE, CALL, 1, 0).sampled()).isFalse();
    }

    private static SpanContext of(
            @Nullable String amazon, @Nullable String traceparent, int attempt) {
        return SpanContext.of(new TraceContext(amazon, traceparent, null), CALL, attempt, 1);
    }
}
