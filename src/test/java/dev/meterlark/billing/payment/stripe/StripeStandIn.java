package dev.meterlark.billing.payment.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.meterlark.billing.payment.PaymentProvider;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An HTTP server on this machine that answers as Stripe's API does, by its published shapes: form
 * bodies in, JSON out, idempotency keys that answer the same again and refuse other parameters.
 */
public final class StripeStandIn implements AutoCloseable {

    public static final String WEBHOOK_SECRET = "whsec_planted0webhook0secret";

    static final String KEY = "sk_test_planted0secret0key";

    final List<String> requests = new ArrayList<>();
    final Map<String, Intent> intents = new LinkedHashMap<>();
    private final Set<String> detached = new LinkedHashSet<>();
    private final Map<String, Kept> kept = new HashMap<>();
    private final HttpServer server;
    String declineCode = "";
    int failsWith;
    int customers;

    private record Kept(String parameters, Answer answer) {}

    private record Answer(int status, String body) {}

    /** A payment intent, and the charge that paid it. */
    static final class Intent {
        final String id;
        final Map<String, String> given;
        long amount;
        String status = "requires_payment_method";
        long refunded;
        String dispute = "";
        @Nullable String method;
        @Nullable String error;

        Intent(String id, Map<String, String> given) {
            this.id = id;
            this.given = given;
            this.amount = Long.parseLong(Objects.requireNonNull(given.get("amount")));
        }

        void succeed(String paidBy) {
            status = "succeeded";
            method = paidBy;
        }
    }

    public StripeStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Stripe's library, told to ask this. */
    public PaymentProvider provider(InstantSource clock) {
        return new StripePayments(
                new StripeProperties(
                        KEY,
                        "pk_test_of_this_installation",
                        WEBHOOK_SECRET,
                        address(),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15)),
                clock);
    }

    /** The payer pays the newest intent in their browser, by what may be charged later too. */
    public String pay() {
        Intent newest = intents.values().stream().toList().getLast();
        newest.succeed("pm_saved");
        return newest.id;
    }

    public void refund(String id, long units) {
        Objects.requireNonNull(intents.get(id)).refunded = units;
    }

    /**
     * @param status as Stripe has it: {@code needs_response}, {@code won}, {@code lost}
     */
    public void dispute(String id, String status) {
        Objects.requireNonNull(intents.get(id)).dispute = status;
    }

    /** As it stands there: {@code succeeded 10050}. */
    public List<String> intents() {
        return intents.values().stream().map(each -> each.status + " " + each.amount).toList();
    }

    /** What is charged no more. */
    public Set<String> detached() {
        return detached;
    }

    /** From now on; 0 for as it should. */
    public void failWith(int status) {
        failsWith = status;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Intent only() {
        if (intents.size() != 1) {
            throw new AssertionError("there are " + intents.keySet());
        }
        return intents.values().iterator().next();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        requests.add(what);
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        Answer answer;
        if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer =
                    error(
                            401,
                            "invalid_request_error",
                            "",
                            "Invalid API Key provided: sk_test_***");
        } else if (failsWith != 0) {
            answer = error(failsWith, "api_error", "", "Something went wrong.");
        } else if (key != null && kept.containsKey(key)) {
            Kept before = Objects.requireNonNull(kept.get(key));
            answer =
                    before.parameters.equals(what + body)
                            ? before.answer
                            : error(400, "idempotency_error", "", "other parameters");
        } else {
            answer =
                    done(
                            what,
                            form(body),
                            form(String.valueOf(exchange.getRequestURI().getRawQuery())));
            if (key != null) {
                kept.put(key, new Kept(what + body, answer));
            }
        }
        byte[] bytes = answer.body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("Request-Id", "req_" + requests.size());
        exchange.sendResponseHeaders(answer.status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer done(String what, Map<String, String> body, Map<String, String> query) {
        if (what.equals("POST /v1/customers")) {
            return new Answer(
                    200, "{\"id\":\"cus_%d\",\"object\":\"customer\"}".formatted(++customers));
        }
        if (what.equals("POST /v1/payment_intents")) {
            String id = "pi_" + (intents.size() + 1) + "A" + Integer.toHexString(hashCode());
            intents.put(id, new Intent(id, body));
            return new Answer(200, json(Objects.requireNonNull(intents.get(id))));
        }
        if (what.equals("GET /v1/disputes")) {
            return new Answer(200, disputes(String.valueOf(query.get("payment_intent"))));
        }
        String[] path = what.split("/");
        if (what.startsWith("POST /v1/payment_methods/") && what.endsWith("/detach")) {
            return detach(path[3]);
        }
        Intent intent = path.length > 3 ? intents.get(path[3]) : null;
        if (intent == null || !what.contains(" /v1/payment_intents/")) {
            return error(404, "invalid_request_error", "resource_missing", "No such object");
        }
        return switch (path.length > 4 ? path[4] : what.substring(0, 4)) {
            case "cancel" -> cancel(intent);
            case "confirm" -> confirm(intent, body);
            case "POST" -> update(intent, body);
            default -> new Answer(200, json(intent));
        };
    }

    private Answer detach(String method) {
        if (!detached.add(method)) {
            return error(400, "invalid_request_error", "", "It is not attached to a customer.");
        }
        return new Answer(
                200,
                "{\"id\":\"%s\",\"object\":\"payment_method\",\"customer\":null}"
                        .formatted(method));
    }

    private Answer cancel(Intent intent) {
        if (isOver(intent)) {
            return tooLate();
        }
        intent.status = "canceled";
        return new Answer(200, json(intent));
    }

    private Answer update(Intent intent, Map<String, String> body) {
        if (isOver(intent)) {
            return tooLate();
        }
        intent.amount = Long.parseLong(Objects.requireNonNull(body.get("amount")));
        return new Answer(200, json(intent));
    }

    private Answer confirm(Intent intent, Map<String, String> body) {
        if (isOver(intent)) {
            return tooLate();
        }
        if (!declineCode.isEmpty()) {
            intent.error = "Your card was declined.";
            return error(402, "card_error", declineCode, intent.error);
        }
        intent.succeed(Objects.requireNonNull(body.get("payment_method")));
        return new Answer(200, json(intent));
    }

    private static boolean isOver(Intent intent) {
        return intent.status.equals("succeeded") || intent.status.equals("canceled");
    }

    private static Answer tooLate() {
        return error(400, "invalid_request_error", "payment_intent_unexpected_state", "too late");
    }

    private static Answer error(int status, String type, String code, String message) {
        return new Answer(
                status,
                "{\"error\":{\"type\":\"%s\",\"code\":\"%s\",\"message\":\"%s\"}}"
                        .formatted(type, code, message));
    }

    static String json(Intent intent) {
        boolean paid = intent.status.equals("succeeded");
        String charge =
                paid
                        ? """
                        {"id":"ch_%s","object":"charge","amount":%d,"amount_refunded":%d,"disputed":%s,"paid":true,"payment_intent":"%s"}\
                        """
                                .formatted(
                                        intent.id,
                                        intent.amount,
                                        intent.refunded,
                                        !intent.dispute.isEmpty(),
                                        intent.id)
                        : "null";
        String error =
                intent.error == null
                        ? "null"
                        : "{\"type\":\"card_error\",\"message\":\"%s\"}".formatted(intent.error);
        return """
        {"id":"%s","object":"payment_intent","amount":%d,"amount_received":%d,"currency":"%s","status":"%s","client_secret":"%s_secret_x","payment_method":%s,"latest_charge":%s,"last_payment_error":%s,"metadata":{}}\
        """
                .formatted(
                        intent.id,
                        intent.amount,
                        paid ? intent.amount : 0,
                        intent.given.get("currency"),
                        intent.status,
                        intent.id,
                        intent.method == null ? "null" : "\"" + intent.method + "\"",
                        charge,
                        error);
    }

    private String disputes(String of) {
        Intent intent = Objects.requireNonNull(intents.get(of));
        return """
        {"object":"list","has_more":false,"url":"/v1/disputes","data":[{"id":"dp_%s","object":"dispute","amount":%d,"currency":"%s","status":"%s","payment_intent":"%s"}]}\
        """
                .formatted(
                        intent.id,
                        intent.amount,
                        intent.given.get("currency"),
                        intent.dispute,
                        intent.id);
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
            }
        }
        return form;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
