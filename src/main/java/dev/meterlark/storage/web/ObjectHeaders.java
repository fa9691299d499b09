package dev.meterlark.storage.web;

import dev.meterlark.storage.bucket.ObjectFacts;
import dev.meterlark.storage.bucket.ObjectTerms;
import dev.meterlark.storage.bucket.StandardHeaders;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What headers say of objects. */
final class ObjectHeaders {

    private static final String META = "meterlark-meta-";
    private static final Pattern ATTACHMENT =
            Pattern.compile("attachment(\\s*;.*)?", Pattern.CASE_INSENSITIVE);
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private ObjectHeaders() {}

    static ObjectTerms terms(HttpServletRequest request) {
        String type = request.getContentType();
        Map<String, String> metadata = new TreeMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            String small = name.toLowerCase(Locale.ROOT);
            if (small.startsWith(META)) {
                metadata.put(small.substring(META.length()), request.getHeader(name));
            }
        }
        return new ObjectTerms(
                type == null ? UNKNOWN_TYPE : type,
                metadata,
                new StandardHeaders(
                        request.getHeader("Cache-Control"),
                        request.getHeader("Content-Disposition"),
                        request.getHeader("Content-Encoding"),
                        request.getHeader("Content-Language"),
                        request.getHeader("Expires")),
                request.getContentLengthLong(),
                request.getHeader("Content-MD5"),
                null,
                "*".equals(request.getHeader("If-None-Match")),
                request.getHeader("If-Match"));
    }

    /** Nothing that a browser would run or show, whatever the object says that it is. */
    static void write(ObjectFacts facts, HttpServletResponse response) {
        response.setContentType(facts.contentType());
        facts.headers().forEach(response::setHeader);
        response.setHeader("Content-Disposition", disposition(facts));
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("ETag", "\"" + facts.etag() + "\"");
        if (facts.sha256() != null) {
            response.setHeader("Meterlark-Sha256", facts.sha256());
        }
        response.setHeader(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        facts.changedAt().atOffset(ZoneOffset.UTC)));
        facts.metadata().forEach((name, value) -> response.setHeader(META + name, value));
    }

    /** A name may be said, but never that it is to be shown. */
    private static String disposition(ObjectFacts facts) {
        String said = facts.headers().contentDisposition();
        return said != null && ATTACHMENT.matcher(said).matches() ? said : "attachment";
    }

    /** Whether it is what the reader has already. */
    static boolean isKnown(HttpServletRequest request, ObjectFacts facts) {
        String known = request.getHeader("If-None-Match");
        return known != null
                ? names(known, facts.etag())
                : isOlderThan(request.getHeader("If-Modified-Since"), facts);
    }

    /** Whether it is what the caller thinks it is. */
    static boolean isWanted(HttpServletRequest request, ObjectFacts facts) {
        String wanted = request.getHeader("If-Match");
        return wanted == null || names(wanted, facts.etag());
    }

    /** A range of something else than the reader has the rest of is no use to it. */
    static @Nullable String range(HttpServletRequest request, ObjectFacts facts) {
        String whole = request.getHeader("If-Range");
        return whole == null || names(whole, facts.etag()) ? request.getHeader("Range") : null;
    }

    private static boolean names(String header, String etag) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals("\"" + etag + "\""));
    }

    /** A header that is no instant says nothing. */
    private static boolean isOlderThan(@Nullable String header, ObjectFacts facts) {
        if (header == null) {
            return false;
        }
        try {
            Instant border =
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return !facts.changedAt().truncatedTo(ChronoUnit.SECONDS).isAfter(border);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
