package dev.meterlark.trigger.webhook;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a sender without a preset signs: an HMAC over the body, or over the timestamp, a dot and the
 * body.
 *
 * @param header that has the signature
 * @param algorithm {@code sha256}, as usual, or {@code sha512}
 * @param encoding {@code hex}, as usual, or {@code base64}
 * @param prefix of the signature in its header, such as {@code sha256=}
 * @param timestampHeader that has the seconds since 1970 at which it was signed; null when those
 *     are not signed, and then an old delivery is as good as a new one
 * @param idHeader that names a delivery; null when none does
 */
record Scheme(
        String header,
        String algorithm,
        String encoding,
        String prefix,
        @Nullable String timestampHeader,
        @Nullable String idHeader) {

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Pattern PREFIX = Pattern.compile("[\\x20-\\x7e]{0,40}");

    Scheme(
            @Nullable String header,
            @Nullable String algorithm,
            @Nullable String encoding,
            @Nullable String prefix,
            @Nullable String timestampHeader,
            @Nullable String idHeader) {
        if (header == null) {
            throw invalid("header is missing: the one that has the signature");
        }
        this.header = checked("header", header);
        this.algorithm = oneOf("algorithm", algorithm, "sha256", "sha512");
        this.encoding = oneOf("encoding", encoding, "hex", "base64");
        this.prefix = prefix == null ? "" : prefix;
        if (!PREFIX.matcher(this.prefix).matches()) {
            throw invalid("prefix must be up to 40 signs of ASCII, was: " + Shown.text(prefix));
        }
        this.timestampHeader =
                timestampHeader == null ? null : checked("timestampHeader", timestampHeader);
        this.idHeader = idHeader == null ? null : checked("idHeader", idHeader);
    }

    static String checked(String member, String name) {
        if (!HEADER.matcher(name).matches()) {
            throw invalid(
                    "%s must be a header's name of letters, digits and -, was: %s"
                            .formatted(member, Shown.text(name)));
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static String oneOf(String member, @Nullable String text, String usual, String other) {
        if (text == null || text.equals(usual)) {
            return usual;
        }
        if (text.equals(other)) {
            return other;
        }
        throw invalid(
                "%s must be %s or %s, was: %s".formatted(member, usual, other, Shown.text(text)));
    }

    static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
