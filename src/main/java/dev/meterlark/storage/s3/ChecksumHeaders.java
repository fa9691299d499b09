package dev.meterlark.storage.s3;

import dev.meterlark.storage.bucket.Checksum;
import dev.meterlark.storage.bucket.ChecksumAlgorithm;
import dev.meterlark.storage.bucket.ChecksumForm;
import dev.meterlark.storage.bucket.ChecksumTerms;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checksums as requests and answers name them. */
final class ChecksumHeaders {

    private static final String PREFIX = "x-amz-checksum-";

    private ChecksumHeaders() {}

    static String header(ChecksumAlgorithm algorithm) {
        return PREFIX + algorithm.name().toLowerCase(Locale.ROOT);
    }

    static String element(ChecksumAlgorithm algorithm) {
        return "Checksum" + algorithm.name();
    }

    /**
     * What the bytes of a request are to have: in a header, or in a trailer that comes behind them.
     *
     * @return null when nothing is said of it
     * @throws S3Exception when more than one is said, or one is no checksum
     */
    static @Nullable ChecksumTerms terms(S3Request request) {
        List<ChecksumTerms> said = new ArrayList<>();
        String trailers = request.sentHeader("x-amz-trailer");
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            String header = header(algorithm);
            String value = request.sentHeader(header);
            if (value != null) {
                said.add(ChecksumTerms.of(algorithm, checked(algorithm, value)));
            } else if (names(trailers, header)) {
                said.add(
                        new ChecksumTerms(
                                algorithm, null, () -> request.body().trailers().get(header)));
            }
        }
        if (said.size() > 1) {
            throw new S3Exception(
                    S3Error.INVALID_REQUEST,
                    "Expecting a single x-amz-checksum- header. Multiple checksum types are not"
                            + " allowed.");
        }
        if (!said.isEmpty()) {
            return said.getFirst();
        }
        return algorithm(request, "x-amz-sdk-checksum-algorithm")
                .map(ChecksumTerms::computed)
                .orElse(null);
    }

    /**
     * @throws S3Exception when it names none
     */
    static Optional<ChecksumAlgorithm> algorithm(S3Request request, String header) {
        String name = request.header(header);
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            if (algorithm.name().equalsIgnoreCase(name)) {
                return Optional.of(algorithm);
            }
        }
        throw new S3Exception(
                S3Error.INVALID_REQUEST,
                "Checksum algorithm provided is unsupported. Please try again with any of the valid"
                        + " types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
    }

    /**
     * @throws S3Exception when it names none
     */
    static Optional<ChecksumForm> form(S3Request request) {
        String name = request.header("x-amz-checksum-type");
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        for (ChecksumForm form : ChecksumForm.values()) {
            if (form.name().equalsIgnoreCase(name)) {
                return Optional.of(form);
            }
        }
        throw new S3Exception(
                S3Error.INVALID_REQUEST,
                "Value for x-amz-checksum-type header is invalid; valid: FULL_OBJECT, COMPOSITE.");
    }

    static void write(Xml xml, @Nullable Checksum checksum) {
        if (checksum != null) {
            xml.add(element(checksum.algorithm()), checksum.value())
                    .add("ChecksumType", checksum.form().name());
        }
    }

    private static boolean names(@Nullable String trailers, String name) {
        if (trailers == null) {
            return false;
        }
        for (String each : trailers.split(",")) {
            if (each.strip().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static String checked(ChecksumAlgorithm algorithm, String value) {
        try {
            Base64.getDecoder().decode(value.strip());
            return value.strip();
        } catch (IllegalArgumentException e) {
            throw new S3Exception(
                    S3Error.INVALID_REQUEST,
                    "Value for %s header is invalid.".formatted(header(algorithm)));
        }
    }
}
