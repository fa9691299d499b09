package dev.meterlark.ingress;

import dev.meterlark.invocation.SpanContext;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A request as a function sees it: AWS's payload format 2.0, as function URLs send it. Header names
 * are in lower case and values of one name joined by commas; cookies have a member of their own;
 * the path is as sent.
 */
final class HttpEvent {

    private static final int USUAL = 1_536;

    private final Ask ask;
    private final Guest guest;
    private final SpanContext span;

    /**
     * @param span where the call stands in its trace, which the function is told in both forms
     */
    HttpEvent(Ask ask, Guest guest, SpanContext span) {
        this.ask = ask;
        this.guest = guest;
        this.span = span;
    }

    byte[] with(byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> cookies = new ArrayList<>(0);
        RequestHeaders.sort(ask, guest, headers, cookies);
        JsonBytes json = new JsonBytes(USUAL + body.length + body.length / 2);
        json.raw("{\"version\":\"2.0\",\"routeKey\":")
                .string(served().key())
                .member("rawPath", ask.target().path())
                .member("rawQueryString", ask.query());
        writeCookies(json, cookies);
        writeHeaders(json, headers);
        writeQuery(json);
        writePathParameters(json);
        writeContext(json, headers.getOrDefault("user-agent", ""));
        writeBody(json, body, headers);
        return json.raw('}').toBytes();
    }

    private static void writeCookies(JsonBytes json, List<String> cookies) {
        if (cookies.isEmpty()) {
            return;
        }
        json.raw(",\"cookies\":");
        char before = '[';
        for (String cookie : cookies) {
            json.raw(before).string(cookie);
            before = ',';
        }
        json.raw(']');
    }

    private void writeHeaders(JsonBytes json, Map<String, String> headers) {
        json.raw(",\"headers\":{\"x-amzn-trace-id\":").string(span.amazon());
        json.member("traceparent", span.traceparent());
        if (span.state() != null) {
            json.member("tracestate", span.state());
        }
        json.member("x-forwarded-for", ask.peer().forwardedFor());
        json.member("x-forwarded-proto", ask.peer().secure() ? "https" : "http");
        json.member("x-forwarded-port", Integer.toString(ask.peer().port()));
        if (ask.target().shared()) {
            json.member("x-forwarded-prefix", ask.target().prefix());
        }
        if (!ask.peer().tls().version().isEmpty()) {
            json.member("x-amzn-tls-version", ask.peer().tls().version());
            json.member("x-amzn-tls-cipher-suite", ask.peer().tls().cipherSuite());
        }
        headers.forEach((name, value) -> json.raw(',').string(name).raw(':').string(value));
        json.raw('}');
    }

    private void writeQuery(JsonBytes json) {
        if (ask.query().isEmpty()) {
            return;
        }
        Map<String, String> parameters = QueryText.parameters(ask.query());
        json.raw(",\"queryStringParameters\":");
        writeTexts(json, parameters);
    }

    private void writeContext(JsonBytes json, String userAgent) {
        Caller caller = guest.caller();
        Target target = ask.target();
        json.raw(",\"requestContext\":{\"accountId\":")
                .string(caller == null ? "anonymous" : caller.accountNumber())
                .member("apiId", served().apiId());
        writeAuthorizer(json, caller);
        writeToken(json, guest.token());
        json.member("domainName", target.host())
                .member("domainPrefix", domainPrefix(target.host()))
                .raw(",\"http\":{\"method\":")
                .string(ask.method())
                .member("path", target.path())
                .member("protocol", ask.protocol())
                .member("sourceIp", ask.client().toString())
                .member("userAgent", userAgent)
                .raw('}')
                .member("requestId", ask.id().toString())
                .member("routeKey", served().key())
                .raw(",\"stage\":\"$default\"")
                .member("time", Moment.of(ask.arrival()).event())
                .raw(",\"timeEpoch\":")
                .raw(Long.toString(ask.arrival().toEpochMilli()))
                .raw('}');
    }

    private static void writeAuthorizer(JsonBytes json, @Nullable Caller caller) {
        if (caller == null) {
            return;
        }
        String key = Guest.keyId(caller);
        json.raw(",\"authorizer\":{\"iam\":{\"accessKey\":")
                .string(key)
                .member("accountId", caller.accountNumber())
                .member("callerId", key)
                .raw(",\"cognitoIdentity\":null,\"principalOrgId\":null")
                .member(
                        "userArn",
                        "arn:aws:iam::" + caller.accountNumber() + ":user/" + caller.subject())
                .member("userId", key)
                .raw("}}");
    }

    /** As AWS hands on what a token said. */
    private static void writeToken(JsonBytes json, @Nullable TokenClaims token) {
        if (token == null) {
            return;
        }
        json.raw(",\"authorizer\":{\"jwt\":{\"claims\":");
        writeTexts(json, token.claims());
        json.raw(",\"scopes\":");
        if (token.scopes().isEmpty()) {
            json.raw("null}}");
            return;
        }
        char before = '[';
        for (String scope : token.scopes()) {
            json.raw(before).string(scope);
            before = ',';
        }
        json.raw("]}}");
    }

    private void writePathParameters(JsonBytes json) {
        if (!served().pathParameters().isEmpty()) {
            json.raw(",\"pathParameters\":");
            writeTexts(json, served().pathParameters());
        }
    }

    private static void writeTexts(JsonBytes json, Map<String, String> texts) {
        char before = '{';
        for (Map.Entry<String, String> each : texts.entrySet()) {
            json.raw(before).string(each.getKey()).raw(':').string(each.getValue());
            before = ',';
        }
        json.raw(texts.isEmpty() ? "{}" : "}");
    }

    private Served served() {
        return Objects.requireNonNull(ask.target().served());
    }

    private static void writeBody(JsonBytes json, byte[] body, Map<String, String> headers) {
        if (body.length == 0) {
            json.raw(",\"isBase64Encoded\":false");
            return;
        }
        boolean text =
                !headers.containsKey("content-encoding")
                        && isText(headers.get("content-type"))
                        && Utf8.isValid(body);
        json.raw(",\"body\":");
        if (text) {
            json.utf8String(body);
        } else {
            json.base64String(body);
        }
        json.raw(",\"isBase64Encoded\":").raw(text ? "false" : "true");
    }

    /** As AWS tells them: forms are binary too. */
    private static boolean isText(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end))
                        .strip()
                        .toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || type.equals("application/json")
                || type.equals("application/javascript")
                || type.equals("application/xml")
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }

    private static String domainPrefix(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }
}
