package dev.meterlark.account;

import dev.meterlark.edge.Site;
import dev.meterlark.shared.PersonId;

import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What WebAuthn calls options, as JSON. A passkey always shows that its person is there and has
 * unlocked it, so that it is two factors in one.
 */
@Component
class PasskeyOptions {

    private static final int TIMEOUT_MILLIS = 120_000;

    private final JsonMapper json;

    PasskeyOptions(JsonMapper json) {
        this.json = json;
    }

    String toMake(Site site, byte[] challenge, Person person, List<Passkey> has) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("challenge", text(challenge));
        options.put("rp", Map.of("id", site.host(), "name", "Meterlark"));
        options.put(
                "user",
                Map.of(
                        "id",
                        text(handle(person.id())),
                        "name",
                        person.email(),
                        "displayName",
                        person.email()));
        options.put(
                "pubKeyCredParams",
                PasskeyProofs.ALGORITHMS.stream()
                        .map(algorithm -> Map.of("type", "public-key", "alg", algorithm))
                        .toList());
        options.put("timeout", TIMEOUT_MILLIS);
        options.put("excludeCredentials", descriptors(has));
        options.put(
                "authenticatorSelection",
                Map.of(
                        "residentKey",
                        "required",
                        "requireResidentKey",
                        true,
                        "userVerification",
                        "required"));
        options.put("attestation", "none");
        return json.writeValueAsString(options);
    }

    /**
     * @param of those that will do; none for any
     */
    String toShow(Site site, byte[] challenge, List<Passkey> of) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("challenge", text(challenge));
        options.put("rpId", site.host());
        options.put("timeout", TIMEOUT_MILLIS);
        options.put("allowCredentials", descriptors(of));
        options.put("userVerification", "required");
        return json.writeValueAsString(options);
    }

    /** How an authenticator knows the person: the id, which is nobody's secret and no name. */
    static byte[] handle(PersonId person) {
        return ByteBuffer.allocate(16)
                .putLong(person.value().getMostSignificantBits())
                .putLong(person.value().getLeastSignificantBits())
                .array();
    }

    private static List<Map<String, Object>> descriptors(List<Passkey> passkeys) {
        return passkeys.stream()
                .map(
                        each ->
                                Map.<String, Object>of(
                                        "type",
                                        "public-key",
                                        "id",
                                        text(each.credentialId()),
                                        "transports",
                                        each.transports()))
                .toList();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
