package dev.meterlark.account.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The identity provider as it describes itself. Its description and keys are kept for an hour; a
 * key that is not among them makes it be asked again, once a minute at most. The lock is this, and
 * guards what is kept.
 */
class Provider {

    private static final int MOST_BYTES = 256 * 1024;
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final OidcProperties properties;
    private final JsonMapper json;
    private final InstantSource clock;
    private final HttpClient http;
    private @Nullable Description described;
    private @Nullable Keys keys;

    /**
     * @param secretInBody whether it takes the client's secret in the body only
     */
    record Description(URI authorization, URI token, URI keys, boolean secretInBody, Instant at) {}

    private record Keys(JWKSet set, Instant at) {}

    Provider(OidcProperties properties, JsonMapper json, InstantSource clock) {
        this.properties = properties;
        this.json = json;
        this.clock = clock;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(properties.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    synchronized Description description() throws IOException {
        Description known = described;
        Instant now = clock.instant();
        if (known == null || known.at().plus(KEPT).isBefore(now)) {
            known = described(now);
            described = known;
        }
        return known;
    }

    /** Null when it has none such. */
    synchronized @Nullable JWK key(@Nullable String id) throws IOException {
        Instant now = clock.instant();
        Keys known = keys;
        if (known == null || known.at().plus(KEPT).isBefore(now)) {
            known = fetched(now);
        }
        JWK found = find(known.set(), id);
        if (found == null && known.at().plus(AGAIN).isBefore(now)) {
            found = find(fetched(now).set(), id);
        }
        return found;
    }

    /** The ID token that a code is good for, once. */
    String idToken(String code, String verifier, String returnTo) throws IOException {
        Description provider = description();
        var fields =
                new TreeMap<>(
                        Map.of(
                                "grant_type", "authorization_code",
                                "code", code,
                                "redirect_uri", returnTo,
                                "code_verifier", verifier));
        HttpRequest.Builder request = request(provider.token());
        if (provider.secretInBody()) {
            fields.put("client_id", text(properties.clientId()));
            fields.put("client_secret", text(properties.clientSecret()));
        } else {
            String pair =
                    encoded(text(properties.clientId()))
                            + ":"
                            + encoded(text(properties.clientSecret()));
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
        }
        request.header("Content-Type", "application/x-www-form-urlencoded");
        JsonNode answer =
                asked(request.POST(HttpRequest.BodyPublishers.ofString(form(fields))).build());
        String token = answer.path("id_token").asString("");
        if (token.isEmpty()) {
            throw new IOException("the provider's answer has no id_token");
        }
        return token;
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private Description described(Instant now) throws IOException {
        String issuer = text(properties.issuer());
        String base = issuer.endsWith("/") ? issuer : issuer + "/";
        JsonNode said =
                asked(request(URI.create(base + ".well-known/openid-configuration")).GET().build());
        if (!said.path("issuer").asString("").equals(issuer)) {
            throw new IOException("it says that it is another issuer than " + issuer);
        }
        JsonNode ways = said.path("token_endpoint_auth_methods_supported");
        boolean basic = !ways.isArray();
        for (JsonNode way : ways) {
            basic = basic || way.asString("").equals("client_secret_basic");
        }
        return new Description(
                address(said, "authorization_endpoint"),
                address(said, "token_endpoint"),
                address(said, "jwks_uri"),
                !basic,
                now);
    }

    private static URI address(JsonNode said, String member) throws IOException {
        String address = said.path(member).asString("");
        if (!OidcProperties.safe(address)) {
            throw new IOException("its %s is no https address: %s".formatted(member, address));
        }
        return URI.create(address);
    }

    private Keys fetched(Instant now) throws IOException {
        JsonNode said = asked(request(description().keys()).GET().build());
        try {
            Keys fetched = new Keys(JWKSet.parse(said.toString()), now);
            keys = fetched;
            return fetched;
        } catch (ParseException e) {
            throw new IOException("its keys cannot be read", e);
        }
    }

    private static @Nullable JWK find(JWKSet keys, @Nullable String id) {
        List<JWK> all = keys.getKeys();
        return id == null ? (all.size() == 1 ? all.getFirst() : null) : keys.getKeyByKeyId(id);
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(properties.timeout())
                .header("Accept", "application/json");
    }

    private JsonNode asked(HttpRequest request) throws IOException {
        try {
            HttpResponse<InputStream> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(MOST_BYTES);
                if (answer.statusCode() != 200) {
                    throw new IOException(
                            "%s answered with status %d"
                                    .formatted(request.uri(), answer.statusCode()));
                }
                return json.readTree(bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String text(@Nullable String setting) {
        return setting == null ? "" : setting;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
