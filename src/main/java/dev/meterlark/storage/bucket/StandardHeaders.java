package dev.meterlark.storage.bucket;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * What HTTP has headers for and an object keeps as it was said; each null when it was not.
 *
 * @param expires any text, as with S3
 */
public record StandardHeaders(
        @Nullable String cacheControl,
        @Nullable String contentDisposition,
        @Nullable String contentEncoding,
        @Nullable String contentLanguage,
        @Nullable String expires) {

    public static final StandardHeaders NONE = new StandardHeaders(null, null, null, null, null);

    private static final int LONGEST = 1_024;
    private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]*");

    /**
     * @throws RefusedException when one is no text of a header
     */
    public StandardHeaders {
        require("Cache-Control", cacheControl);
        require("Content-Disposition", contentDisposition);
        require("Content-Encoding", contentEncoding);
        require("Content-Language", contentLanguage);
        require("Expires", expires);
    }

    /** Those that there are, by the names of the headers. */
    public void forEach(BiConsumer<String, String> header) {
        tell("Cache-Control", cacheControl, header);
        tell("Content-Disposition", contentDisposition, header);
        tell("Content-Encoding", contentEncoding, header);
        tell("Content-Language", contentLanguage, header);
        tell("Expires", expires, header);
    }

    Map<String, String> asMap() {
        Map<String, String> headers = new TreeMap<>();
        forEach(headers::put);
        return headers;
    }

    static StandardHeaders of(Map<String, String> headers) {
        return new StandardHeaders(
                headers.get("Cache-Control"),
                headers.get("Content-Disposition"),
                headers.get("Content-Encoding"),
                headers.get("Content-Language"),
                headers.get("Expires"));
    }

    private static void tell(
            String name, @Nullable String value, BiConsumer<String, String> header) {
        if (value != null) {
            header.accept(name, value);
        }
    }

    private static void require(String name, @Nullable String value) {
        if (value != null && (value.length() > LONGEST || !FORM.matcher(value).matches())) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s must be at most %d characters of ASCII, was: %s"
                            .formatted(name, LONGEST, Shown.text(value)));
        }
    }
}
