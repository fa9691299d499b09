package dev.meterlark.ingress;

import dev.meterlark.function.snapshot.Cors;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What is said to browsers about pages of other origins, as AWS says it. */
final class CorsAnswers {

    private static final String ANY = "*";

    private CorsAnswers() {}

    /** Whether a browser asks if it may ask; the function is not run for it. */
    static boolean isPreflight(String method, HttpHeaders request) {
        return method.equals("OPTIONS")
                && request.contains(HttpHeaderNames.ORIGIN)
                && request.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** What goes with every answer. */
    static void write(@Nullable Cors cors, HttpHeaders request, HttpHeaders answer) {
        if (cors == null) {
            return;
        }
        boolean any = cors.allowOrigins().contains(ANY);
        if (!any) {
            answer.add(HttpHeaderNames.VARY, "Origin");
        }
        String origin = request.get(HttpHeaderNames.ORIGIN);
        if (origin == null || !any && !cors.allowOrigins().contains(origin)) {
            return;
        }
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, any ? ANY : origin);
        if (cors.allowCredentials()) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        list(answer, HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, cors.exposeHeaders());
    }

    /** What goes with the answer to a preflight, beside that. */
    static void writePreflight(Cors cors, HttpHeaders request, HttpHeaders answer) {
        write(cors, request, answer);
        if (!answer.contains(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            return;
        }
        list(answer, HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, cors.allowMethods());
        list(answer, HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, cors.allowHeaders());
        if (cors.maxAge() > 0) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, Integer.toString(cors.maxAge()));
        }
    }

    private static void list(HttpHeaders answer, CharSequence name, List<String> values) {
        if (!values.isEmpty()) {
            answer.set(name, String.join(",", values));
        }
    }
}
