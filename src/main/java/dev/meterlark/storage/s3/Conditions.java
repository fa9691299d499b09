package dev.meterlark.storage.s3;

import dev.meterlark.storage.bucket.ObjectFacts;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * On which object a request is to be answered; each part null when it is not said. An instant that
 * is none says nothing.
 */
record Conditions(
        @Nullable String match,
        @Nullable String noneMatch,
        @Nullable String modifiedSince,
        @Nullable String unmodifiedSince) {

    static Conditions of(S3Request request) {
        return new Conditions(
                request.header("If-Match"),
                request.header("If-None-Match"),
                request.header("If-Modified-Since"),
                request.header("If-Unmodified-Since"));
    }

    /** On the object that is copied. */
    static Conditions ofSource(S3Request request) {
        return new Conditions(
                request.header("x-amz-copy-source-if-match"),
                request.header("x-amz-copy-source-if-none-match"),
                request.header("x-amz-copy-source-if-modified-since"),
                request.header("x-amz-copy-source-if-unmodified-since"));
    }

    /** Whether it is the object that the caller thinks it is. */
    boolean isWanted(ObjectFacts object) {
        return match != null ? names(match, object) : !isLater(object, instant(unmodifiedSince));
    }

    /** Whether it is the one that the caller has already. */
    boolean isKnown(ObjectFacts object) {
        if (noneMatch != null) {
            return names(noneMatch, object);
        }
        Instant since = instant(modifiedSince);
        return since != null && !isLater(object, since);
    }

    /**
     * @throws S3Exception unless it is to be done, where known objects are no use
     */
    void require(ObjectFacts object) {
        if (!isWanted(object) || isKnown(object)) {
            throw failed();
        }
    }

    static S3Exception failed() {
        return new S3Exception(
                S3Error.PRECONDITION_FAILED,
                "At least one of the pre-conditions you specified did not hold.");
    }

    private static boolean names(String header, ObjectFacts object) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .map(each -> each.replace("\"", ""))
                .anyMatch(each -> each.equals("*") || each.equals(object.etag()));
    }

    private static boolean isLater(ObjectFacts object, @Nullable Instant border) {
        return border != null && object.changedAt().truncatedTo(ChronoUnit.SECONDS).isAfter(border);
    }

    private static @Nullable Instant instant(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
