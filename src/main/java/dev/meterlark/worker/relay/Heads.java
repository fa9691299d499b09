package dev.meterlark.worker.relay;

import dev.meterlark.shared.SandboxHop;
import dev.meterlark.worker.PlatformDoor.Pass;
import dev.meterlark.worker.RunRequest;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes heads anew. What a tenant says of who it is, of where it comes from and of the connection
 * is left behind; the rest goes on as it is.
 */
final class Heads {

    private static final String TRACE = "x-amzn-trace-id";

    /** Of one connection, and so not of the next. */
    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "te",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings",
                    "expect");

    /** Credentials, and what a proxy would say of the client. */
    private static final Set<String> IDENTITY =
            Set.of(
                    "authorization",
                    "cookie",
                    "x-amz-security-token",
                    "host",
                    "forwarded",
                    "via",
                    "x-real-ip",
                    "x-client-ip",
                    "x-cluster-client-ip",
                    "true-client-ip",
                    "cf-connecting-ip",
                    "x-original-url",
                    "x-rewrite-url",
                    "x-http-method-override");

    private static final List<String> IDENTITY_PREFIXES =
            List.of(SandboxHop.PREFIX, "x-forwarded-", "x-original-");

    /** The service of an AWS signature, which is not checked here. */
    private static final Pattern SERVICE =
            Pattern.compile(
                    "AWS4-[A-Z0-9-]{1,32}"
                        + " .*Credential=[^/,]*/[0-9]*/[^/,]*/([a-z0-9-]{1,32})/aws4_request.*");

    private Heads() {}

    /**
     * @param calls what the sandbox is at
     */
    static HttpRequest request(HttpRequest asked, Pass pass, List<RunRequest> calls) {
        var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, asked.method(), asked.uri());
        HttpHeaders headers = request.headers();
        copy(asked.headers(), headers, name -> IDENTITY.contains(name) || isInternal(name));
        headers.set(
                HttpHeaderNames.HOST,
                pass.address().getHostString() + ":" + pass.address().getPort());
        headers.set(SandboxHop.PASS, pass.secret());
        service(asked.headers().get(HttpHeaderNames.AUTHORIZATION))
                .ifPresent(service -> headers.set(SandboxHop.SERVICE, service));
        Calling.of(calls, asked.headers().get(TRACE))
                .ifPresent(
                        call -> {
                            headers.set(SandboxHop.CALL, call.id() + " " + call.depth());
                            if (!headers.contains(TRACE) && !headers.contains("traceparent")) {
                                headers.set(TRACE, call.traceId());
                            }
                        });
        if (HttpUtil.isTransferEncodingChunked(asked)) {
            HttpUtil.setTransferEncodingChunked(request, true);
        }
        return request;
    }

    /**
     * @param headOnly whether no body follows, whatever the head says of one
     */
    static HttpResponse response(HttpResponse answered, boolean keepsOpen, boolean headOnly) {
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, answered.status());
        copy(answered.headers(), response.headers(), name -> name.equals("set-cookie"));
        int status = answered.status().code();
        boolean bodiless = headOnly || status == 204 || status == 304;
        if (!bodiless && !HttpUtil.isContentLengthSet(answered)) {
            HttpUtil.setTransferEncodingChunked(response, true);
        }
        if (!keepsOpen) {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        return response;
    }

    private interface Unwanted {
        boolean is(String name);
    }

    private static void copy(HttpHeaders from, HttpHeaders to, Unwanted unwanted) {
        Set<String> named = named(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !named.contains(name) && !unwanted.is(name)) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    /** What the sender itself calls part of the connection; never the length, which frames. */
    private static Set<String> named(HttpHeaders headers) {
        Set<String> named = new HashSet<>();
        for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : value.split(",")) {
                named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        named.remove("content-length");
        return named;
    }

    private static boolean isInternal(String name) {
        return IDENTITY_PREFIXES.stream().anyMatch(name::startsWith);
    }

    private static Optional<String> service(@Nullable String authorization) {
        if (authorization == null) {
            return Optional.empty();
        }
        Matcher signed = SERVICE.matcher(authorization);
        return signed.matches() ? Optional.of(signed.group(1)) : Optional.empty();
    }
}
