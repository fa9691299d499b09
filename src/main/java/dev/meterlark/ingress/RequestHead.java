package dev.meterlark.ingress;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import java.util.List;
import java.util.Set;

/**
 * The head of a request, once nothing in it can be understood in two ways.
 *
 * @param authority host and perhaps port
 * @param path as sent, from the slash on
 * @param query as sent, without the question mark
 */
record RequestHead(String authority, String path, String query) {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /**
     * @throws NotServedException when it is malformed, ambiguous or asks for what is not offered
     */
    static RequestHead of(HttpRequest request, boolean http2) {
        requireReadable(request);
        if (!METHODS.contains(request.method().name())) {
            throw refused(405, "The method is not offered here.");
        }
        if (!http2) {
            requireFraming(request);
        }
        requireNoUpgrade(request.headers());
        String host = host(request, http2);
        String target = originForm(request.uri(), host);
        int mark = target.indexOf('?');
        return mark < 0
                ? new RequestHead(host, target, "")
                : new RequestHead(host, target.substring(0, mark), target.substring(mark + 1));
    }

    private static void requireReadable(HttpRequest request) {
        if (request.decoderResult().isSuccess()) {
            return;
        }
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            throw refused(414, "The request's first line is longer than allowed.");
        }
        if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
            throw refused(431, "The request's headers are larger than allowed.");
        }
        throw refused(400, "The request could not be read as HTTP.");
    }

    private static void requireFraming(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1 || version.minorVersion() > 1) {
            throw refused(505, "HTTP/1.1 and HTTP/2 are spoken here.");
        }
        List<String> encodings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (encodings.isEmpty()) {
            return;
        }
        if (version.minorVersion() == 0
                || encodings.size() > 1
                || !encodings.getFirst().equalsIgnoreCase("chunked")) {
            throw refused(
                    400, "A body is sent with Content-Length, or in chunks and nothing else.");
        }
    }

    /** Who offers HTTP/2 beside HTTP/1.1 is served in HTTP/1.1; anything else needs the upgrade. */
    private static void requireNoUpgrade(HttpHeaders headers) {
        for (String upgrade : headers.getAll(HttpHeaderNames.UPGRADE)) {
            if (!upgrade.equalsIgnoreCase("h2c")) {
                throw refused(501, "Connections cannot be upgraded here.");
            }
        }
    }

    private static String host(HttpRequest request, boolean http2) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        boolean old = !http2 && request.protocolVersion().minorVersion() == 0;
        if (hosts.isEmpty() && old) {
            return "";
        }
        if (hosts.size() != 1 || !isAuthority(hosts.getFirst())) {
            throw refused(400, "A request has one Host header, with a host name.");
        }
        return hosts.getFirst();
    }

    private static boolean isAuthority(String host) {
        return !host.isEmpty()
                && host.chars()
                        .allMatch(
                                c ->
                                        c >= 'a' && c <= 'z'
                                                || c >= 'A' && c <= 'Z'
                                                || c >= '0' && c <= '9'
                                                || "-._:[]".indexOf(c) >= 0);
    }

    /** What follows scheme and host, if they are there, which then are those of the Host header. */
    private static String originForm(String uri, String host) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c > '~' || c == '#') {
                throw refused(400, "The address holds a character that must be percent-encoded.");
            }
        }
        if (uri.startsWith("/")) {
            return uri;
        }
        int scheme = uri.indexOf("://");
        int path = scheme < 0 ? -1 : end(uri, scheme + 3);
        if (path < 0 || !uri.substring(scheme + 3, path).equalsIgnoreCase(host)) {
            throw refused(400, "The address must be a path, or name the host that Host names.");
        }
        String rest = uri.substring(path);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static int end(String uri, int from) {
        int at = from;
        while (at < uri.length() && uri.charAt(at) != '/' && uri.charAt(at) != '?') {
            at++;
        }
        return at;
    }

    private static NotServedException refused(int status, String message) {
        return new NotServedException(Refusal.malformed(status, message));
    }
}
