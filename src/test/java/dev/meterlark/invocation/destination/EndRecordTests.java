package dev.meterlark.invocation.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.function.snapshot.DestinationTarget.OfBucket;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.function.snapshot.DestinationTarget.OfKafka;
import dev.meterlark.function.snapshot.DestinationTarget.OfQueue;
import dev.meterlark.function.snapshot.DestinationTarget.OfTopic;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.Notice;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.invocation.WebhookSignature;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

class EndRecordTests {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    static List<DestinationTarget> targets() {
        return List.of(
                new OfFunction("audit", "live"),
                new OfWebhook(URI.create("https://hooks.example/a?b=c")),
                new OfQueue("orders"),
                new OfTopic("news"),
                new OfBucket("results", "2026/"),
                new OfKafka("mine", "ends", ""),
                new OfKafka("mine", "ends", "a/b"));
    }

    private static final String TRACEPARENT =
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @ParameterizedTest
    @MethodSource("targets")
    void aNoticeIsReadAsItWasWritten(DestinationTarget target) {
        InvocationId call = InvocationId.at(NOW);
        var notice =
                new Notice(
                        call.value(),
                        call,
                        AccountId.random(),
                        FunctionId.random(),
                        new Lineage(call, 4),
                        new TraceContext(null, TRACEPARENT, "vendor=1"),
                        "{}".getBytes(StandardCharsets.UTF_8));
        byte[] body = new NoticeBytes(target, notice).encoded();

        NoticeBytes read =
                NoticeBytes.decode(
                        new OutboxEntry(
                                notice.id(), "destination", notice.account(), "", body, NOW));

        assertThat(read.target()).isEqualTo(target);
        assertThat(read.notice()).usingRecursiveComparison().isEqualTo(notice);
    }

    /** The example of the specification (Standard Webhooks, symmetric signatures). */
    @Test
    void theSignatureIsTheOneOfStandardWebhooks() {
        byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Map<String, String> headers =
                WebhookSignature.headers(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1614265330),
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8),
                        List.of(key, key));

        String signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assertThat(headers.get("webhook-signature")).isEqualTo(signature + " " + signature);
    }
}
