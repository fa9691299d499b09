package dev.meterlark.account.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * An identity provider over HTTP that signs real tokens. Everybody who comes is the person that was
 * set; its codes are good once, for whoever has the verifier, the secret and the same address.
 */
public final class StandInProvider implements AutoCloseable {

    public static final String CLIENT = "meterlark";
    public static final String SECRET = "a secret: of/the client";

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private volatile RSAKey key = newKey();
    private volatile RSAKey published = key;
    private volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();
    private volatile Instant now = Instant.EPOCH;

    public StandInProvider() {
        try {
            var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            server = HttpServer.create(here, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/openid-configuration", this::describe);
        server.createContext("/keys", exchange -> answer(exchange, keys()));
        server.createContext("/token", this::token);
        server.createContext("/authorize", this::authorize);
        server.start();
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Who comes from now on, at that instant. */
    public void shows(Instant at, UnaryOperator<JWTClaimsSet.Builder> person) {
        now = at;
        claims = person;
    }

    /** Signs by a key that nobody was told of, or that everybody can learn of. */
    void changeKey(boolean publish) {
        key = newKey();
        published = publish ? key : published;
    }

    /** What a browser brings back. */
    record Back(String code, String state) {}

    Back visit(URI page) {
        return authorized(fields(page.getRawQuery()));
    }

    private Back authorized(Map<String, String> asked) {
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        return new Back(code, asked.getOrDefault("state", ""));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
        Back answer = authorized(asked);
        String back =
                asked.get("redirect_uri")
                        + "?"
                        + Provider.form(Map.of("code", answer.code(), "state", answer.state()));
        exchange.getResponseHeaders().set("Location", back);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void describe(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize",
                 "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys"}
                """
                        .formatted(issuer()));
    }

    private String keys() {
        return new JWKSet(published.toPublicJWK()).toString();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> asked =
                fields(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        Map<String, String> before = codes.remove(asked.getOrDefault("code", ""));
        String pair = Provider.form(Map.of(CLIENT, SECRET)).replace('=', ':');
        String wanted = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
        boolean client = wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!client || before == null || !fit(before, asked)) {
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
            return;
        }
        String token = signed(before.getOrDefault("nonce", ""));
        answer(exchange, "{\"access_token\": \"x\", \"id_token\": \"%s\"}".formatted(token));
    }

    private static boolean fit(Map<String, String> before, Map<String, String> asked) {
        String challenge = hash(asked.getOrDefault("code_verifier", ""));
        return challenge.equals(before.get("code_challenge"))
                && Objects.equals(before.get("redirect_uri"), asked.get("redirect_uri"));
    }

    private String signed(String nonce) {
        var builder =
                new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .audience(CLIENT)
                        .subject("ada")
                        .claim("nonce", nonce)
                        .issueTime(Date.from(now))
                        .claim("auth_time", now.getEpochSecond())
                        .expirationTime(Date.from(now.plusSeconds(300)));
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
            var jwt = new SignedJWT(header, claims.apply(builder).build());
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : form.split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
        }
        return fields;
    }

    private static String hash(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
