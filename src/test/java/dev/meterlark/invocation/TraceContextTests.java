package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.InvocationId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class TraceContextTests {

    private static final InvocationId ID =
            InvocationId.parse("0192f0b1-c2d3-7abc-8123-456789abcdef");
    private static final Instant ARRIVAL = Instant.ofEpochSecond(0x69245100L);
    private static final String OWN = "Root=1-69245100-c2d37abc8123456789abcdef;Sampled=0";
    private static final String W3C = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Root=1-5759e988-bd862e3fe1be46a994272793",
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
                "Self=1-67891234-12456789abcdef012345678;Root=1-67891233-abcdef012345678912345678",
            })
    void amazonsFormGoesThrough(String header) {
        assertThat(new TraceContext(header, W3C).traceId(ID, ARRIVAL)).isEqualTo(header);
    }

    @Test
    void theOtherFormIsPutIntoAmazons() {
        assertThat(new TraceContext(null, W3C).traceId(ID, ARRIVAL))
                .isEqualTo(
                        "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=1");
        assertThat(new TraceContext(null, W3C.replace("-01", "-02")).traceId(ID, ARRIVAL))
                .endsWith(";Sampled=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Root=1-5759e988",
                "Root=1-5759e988-bd862e3fe1be46a994272793;Evil=\r\nX-Header: 1",
                "Root=1-5759e988-bd862e3fe1be46a994272793;A=1;B=2;C=3;D=4;E=5",
                "00-zz-01",
            })
    void whatIsNeitherGivesWayToATraceOfTheCallsOwn(String header) {
        assertThat(new TraceContext(header, header).traceId(ID, ARRIVAL)).isEqualTo(OWN);
    }

    @Test
    void withoutATraceTheCallGetsItsOwn() {
        assertThat(TraceContext.NONE.traceId(ID, ARRIVAL)).isEqualTo(OWN);
    }
}
