package dev.meterlark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class SaidTraceTests {

    private static final String OWN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String CALLS =
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    @Test
    void theFunctionsOwnSpanGoesBeforeItsCalls() {
        assertThat(said(OWN, CALLS)).isEqualTo(OWN);
        assertThat(said("none", CALLS))
                .isEqualTo("00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01")
                .hasSize(55);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void whatIsNoPlaceInATraceIsNone(String traceparent) {
        assertThat(said(traceparent, "Root=1-5759e988-bd862e3fe1be46a994272793")).isNull();
        assertThat(said(traceparent, "x".repeat(600) + CALLS)).isNull();
    }

    private static @Nullable String said(String traceparent, String amazon) {
        var request = new MockHttpServletRequest();
        request.addHeader("traceparent", traceparent);
        request.addHeader("X-Amzn-Trace-Id", amazon);
        return SaidTrace.of(request);
    }
}
