package dev.meterlark.storage.s3;

import dev.meterlark.storage.bucket.Checksum;
import dev.meterlark.storage.bucket.ObjectFacts;

import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** What all answers have in common, and how objects are described in headers. */
final class Answers {

    private static final DateTimeFormatter HTTP_TIME =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private Answers() {}

    /** What an object says that it is, a browser neither runs nor believes: this is our origin. */
    static void begin(HttpServletResponse response) {
        response.setHeader(
                "x-amz-request-id",
                HexFormat.of().withUpperCase().toHexDigits(ThreadLocalRandom.current().nextLong()));
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }

    static void write(Xml xml, HttpServletResponse response) throws IOException {
        write(xml, 200, response);
    }

    static void write(Xml xml, int status, HttpServletResponse response) throws IOException {
        byte[] body = xml.bytes();
        response.setStatus(status);
        response.setContentType("application/xml");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    static void nothing(int status, HttpServletResponse response) {
        response.setStatus(status);
        if (status != HttpServletResponse.SC_NO_CONTENT) {
            response.setContentLength(0);
        }
    }

    static void describe(ObjectFacts object, HttpServletResponse response) {
        response.setHeader("ETag", etag(object.etag()));
        response.setHeader("Last-Modified", time(object.changedAt()));
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Content-Type", object.contentType());
        object.headers().forEach(response::setHeader);
        object.metadata()
                .forEach((name, value) -> response.setHeader("x-amz-meta-" + name, raw(value)));
    }

    static void describe(Checksum checksum, HttpServletResponse response) {
        response.setHeader(ChecksumHeaders.header(checksum.algorithm()), checksum.value());
        response.setHeader("x-amz-checksum-type", checksum.form().name());
    }

    static String etag(String etag) {
        return '"' + etag + '"';
    }

    static String time(Instant instant) {
        return HTTP_TIME.format(instant);
    }

    /** The server writes headers byte by byte. */
    private static String raw(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
