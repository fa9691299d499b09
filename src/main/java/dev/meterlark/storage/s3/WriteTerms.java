package dev.meterlark.storage.s3;

import dev.meterlark.storage.bucket.ObjectTerms;
import dev.meterlark.storage.bucket.StandardHeaders;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What the headers of a request say of an object that is to be written. */
final class WriteTerms {

    private static final String UNKNOWN_TYPE = "binary/octet-stream";
    private static final String FRAMES = "aws-chunked";
    private static final int MD5_BYTES = 16;

    /** Objects are their account's, whoever writes them: these change nothing. */
    private static final Set<String> USUAL_ACLS = Set.of("private", "bucket-owner-full-control");

    private static final Set<String> NOT_OFFERED =
            Set.of(
                    "x-amz-server-side-encryption",
                    "x-amz-server-side-encryption-customer-algorithm",
                    "x-amz-object-lock-mode",
                    "x-amz-object-lock-legal-hold",
                    "x-amz-tagging",
                    "x-amz-website-redirect-location",
                    "x-amz-write-offset-bytes");

    private WriteTerms() {}

    /**
     * @throws S3Exception when they ask for what we do not have
     */
    static ObjectTerms of(S3Request request) {
        requireOffered(request);
        String type = request.header("Content-Type");
        return new ObjectTerms(
                type == null || type.isEmpty() ? UNKNOWN_TYPE : type,
                request.metadata(),
                new StandardHeaders(
                        request.header("Cache-Control"),
                        request.header("Content-Disposition"),
                        withoutFrames(request.header("Content-Encoding")),
                        request.header("Content-Language"),
                        request.header("Expires")),
                request.body().length(),
                md5(request),
                ChecksumHeaders.terms(request),
                onlyNew(request),
                request.header("If-Match"));
    }

    static void requireOffered(S3Request request) {
        for (String name : NOT_OFFERED) {
            if (request.header(name) != null) {
                throw S3Exception.notImplemented("What the header " + name + " asks for");
            }
        }
        String storage = request.header("x-amz-storage-class");
        if (storage != null && !storage.equals("STANDARD")) {
            throw new S3Exception(
                    S3Error.INVALID_STORAGE_CLASS, "The only storage class is STANDARD.");
        }
        requireUsualAcl(request);
    }

    static void requireUsualAcl(S3Request request) {
        String acl = request.header("x-amz-acl");
        if (acl != null && !USUAL_ACLS.contains(acl)) {
            throw new S3Exception(
                    S3Error.ACL_NOT_SUPPORTED,
                    "The bucket does not allow ACLs; keys and the roles of functions say who may"
                            + " read and write.");
        }
    }

    static boolean onlyNew(S3Request request) {
        String header = request.header("If-None-Match");
        if (header != null && !header.equals("*")) {
            throw S3Exception.notImplemented("If-None-Match with anything but * where is written");
        }
        return header != null;
    }

    /** As it is, when it is one. */
    static @Nullable String md5(S3Request request) {
        String header = request.header("Content-MD5");
        if (header == null) {
            return null;
        }
        try {
            if (Base64.getDecoder().decode(header.strip()).length == MD5_BYTES) {
                return header.strip();
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new S3Exception(
                S3Error.INVALID_DIGEST, "The Content-MD5 you specified is not valid.");
    }

    /** How the request came is no property of the object. */
    private static @Nullable String withoutFrames(@Nullable String encodings) {
        String rest =
                Arrays.stream(Objects.requireNonNullElse(encodings, "").split(","))
                        .map(String::strip)
                        .filter(each -> !each.toLowerCase(Locale.ROOT).equals(FRAMES))
                        .collect(Collectors.joining(","));
        return rest.isEmpty() ? null : rest;
    }
}
