package dev.meterlark.trigger.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.ClientAddress;
import dev.meterlark.edge.FunctionAddresses;
import dev.meterlark.ingress.HookRequest;
import dev.meterlark.trigger.Capabilities;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerKind;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Triggers on webhooks. Each has an address of its own from the moment it is made. */
@Component
class WebhookKind implements TriggerKind<WebhookTrigger> {

    private final HookRows rows;
    private final HookTable table;
    private final FunctionAddresses addresses;
    private final InstantSource clock;

    WebhookKind(HookRows rows, HookTable table, FunctionAddresses addresses, InstantSource clock) {
        this.rows = rows;
        this.table = table;
        this.addresses = addresses;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "webhook";
    }

    @Override
    public Class<WebhookTrigger> configuration() {
        return WebhookTrigger.class;
    }

    /** Takes the secret out, if there is one. */
    @Override
    public WebhookTrigger checked(Trigger<WebhookTrigger> wanted) {
        WebhookTrigger terms = wanted.configuration();
        String secret = terms.secret();
        return secret == null
                ? terms
                : terms.keeping(
                        rows.seal(
                                wanted.account(),
                                wanted.id(),
                                SecretText.key(terms.known(), secret)));
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.SINGLE;
    }

    /** Without a secret of the sender's, one is made up; who wants to see one has it changed. */
    @Override
    public void made(Trigger<WebhookTrigger> trigger) {
        byte[] given = trigger.configuration().sealedSecret();
        Preset preset = trigger.configuration().known();
        byte[] sealed =
                given != null
                        ? given
                        : rows.seal(
                                trigger.account(),
                                trigger.id(),
                                SecretText.key(preset, SecretText.random(preset)));
        rows.insert(trigger, SecretText.randomId(), sealed);
        table.refreshAfterCommit(trigger.id());
    }

    /** A secret that is given with a change is good at once, and the one before no more. */
    @Override
    public void changed(Trigger<WebhookTrigger> before, Trigger<WebhookTrigger> after) {
        byte[] given = after.configuration().sealedSecret();
        if (given != null && !Arrays.equals(given, before.configuration().sealedSecret())) {
            rows.replaceSecret(after.id(), given, Instant.EPOCH);
        }
        table.refreshAfterCommit(after.id());
    }

    @Override
    public void removed(Trigger<WebhookTrigger> trigger) {
        rows.delete(trigger.id());
        table.refreshAfterCommit(trigger.id());
    }

    @Override
    public Object shown(WebhookTrigger configuration) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("preset", configuration.preset());
        if (configuration.scheme() != null) {
            shown.put("scheme", configuration.scheme());
        }
        shown.put("tolerance", configuration.tolerance());
        shown.put("headers", configuration.headers());
        return shown;
    }

    /** Where it is told of something, and how long an old secret is good. */
    @Override
    public Map<String, Object> facts(Trigger<WebhookTrigger> trigger) {
        Map<String, Object> facts = new LinkedHashMap<>();
        rows.find(trigger.id())
                .ifPresent(
                        row -> {
                            facts.put("url", addresses.ofHook(row.hook()));
                            Instant until = row.until();
                            if (until != null && until.isAfter(clock.instant())) {
                                facts.put("previousSecretUntil", until);
                            }
                        });
        return facts;
    }

    @Override
    public JsonNode sample(Trigger<WebhookTrigger> trigger) {
        String body = "{\"action\":\"opened\",\"number\":7}";
        Map<String, List<String>> headers = new TreeMap<>();
        headers.put("content-type", List.of("application/json"));
        String subject = trigger.configuration().known().subject();
        if (subject != null) {
            headers.put(subject, List.of("ping"));
        }
        var request =
                new HookRequest(
                        clock.instant(),
                        new ClientAddress(InetAddress.getLoopbackAddress()),
                        headers,
                        body.getBytes(UTF_8));
        return WebhookEvents.event(
                trigger,
                request,
                new Verdict.Genuine(trigger.id() + "-test", subject == null ? null : "ping"));
    }
}
