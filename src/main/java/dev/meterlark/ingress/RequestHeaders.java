package dev.meterlark.ingress;

import dev.meterlark.edge.ConsoleCookies;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What of a request's headers a function gets to see. */
final class RequestHeaders {

    /** What concerns one connection only, and what is written anew. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of(
                    "connection",
                    "expect",
                    "http2-settings",
                    "keep-alive",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "traceparent",
                    "tracestate",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "x-amzn-tls-cipher-suite",
                    "x-amzn-tls-version",
                    "x-amzn-trace-id",
                    "x-forwarded-for",
                    "x-forwarded-port",
                    "x-forwarded-prefix",
                    "x-forwarded-proto");

    private RequestHeaders() {}

    /**
     * @param headers to fill: by name in lower case, values of one name joined by commas
     * @param cookies to fill, without those of the console
     */
    static void sort(Ask ask, Guest guest, Map<String, String> headers, List<String> cookies) {
        Iterator<Map.Entry<CharSequence, CharSequence>> entries =
                ask.headers().iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> entry = entries.next();
            String name = entry.getKey().toString().toLowerCase(Locale.ROOT);
            String value = entry.getValue().toString();
            if (name.equals("cookie")) {
                addCookies(value, cookies);
            } else if (isPassedOn(name, guest)) {
                headers.merge(name, value, (a, b) -> a + "," + b);
            }
        }
    }

    /** A key that opened the door is nobody's business behind it. */
    private static boolean isPassedOn(String name, Guest guest) {
        return !NOT_PASSED_ON.contains(name)
                && !name.startsWith("x-http2-")
                && !(name.equals("authorization") && guest.caller() != null);
    }

    private static void addCookies(String header, List<String> cookies) {
        int from = 0;
        while (from < header.length()) {
            int semicolon = header.indexOf(';', from);
            int end = semicolon < 0 ? header.length() : semicolon;
            String cookie = header.substring(from, end).strip();
            if (!cookie.isEmpty() && !ConsoleCookies.isOne(cookie)) {
                cookies.add(cookie);
            }
            from = end + 1;
        }
    }
}
