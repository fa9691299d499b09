package dev.meterlark.trigger.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.trigger.TriggeredFunction;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

@MeterlarkTest
class WebhookTraceTests {

    private static final byte[] SECRET = "correct horse battery staple".getBytes(US_ASCII);
    private static final String BODY = "{}";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    @Test
    void theCallGoesOnWithTheSendersTrace() {
        var deploy = new TriggeredFunction(port, tenants, workers, "deploy");
        JsonNode trigger =
                deploy.trigger(
                        "{\"type\": \"webhook\", \"preset\": \"github\", \"secret\": \"%s\"}"
                                .formatted(new String(SECRET, US_ASCII)));
        String signature = Hmac.hex("HmacSHA256", SECRET, BODY.getBytes(US_ASCII));

        new Asked(port)
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(trigger.path("status").path("url").asString()))
                                .POST(BodyPublishers.ofString(BODY))
                                .header("X-Hub-Signature-256", "sha256=" + signature)
                                .header(
                                        "traceparent",
                                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        deploy.awaitEvents(1);
        assertThat(deploy.traces().getFirst())
                .startsWith("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=")
                .endsWith(";Sampled=1")
                .doesNotContain("00f067aa0ba902b7");
    }
}
