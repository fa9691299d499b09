package dev.meterlark.edge;

import dev.meterlark.edge.BadSignatureException.Flaw;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the head of a request to S3 says of its body, in {@code x-amz-content-sha256}. */
enum SaidOfBody {
    /** Its SHA-256. */
    HASH("", false, false),
    NOTHING("UNSIGNED-PAYLOAD", false, false),
    /** In chunks, each signed in a chain that begins with the head's signature. */
    SIGNED_CHUNKS("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", true, false),
    SIGNED_CHUNKS_AND_TRAILERS("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", true, true),
    /** In chunks, for the sake of what is said behind them. */
    CHUNKS_AND_TRAILERS("STREAMING-UNSIGNED-PAYLOAD-TRAILER", false, true);

    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final String OF_NOTHING = Signature.sha256(new byte[0]);

    private final String text;
    private final boolean signsChunks;
    private final boolean hasTrailers;

    SaidOfBody(String text, boolean signsChunks, boolean hasTrailers) {
        this.text = text;
        this.signsChunks = signsChunks;
        this.hasTrailers = hasTrailers;
    }

    /** As the header has it; of a hash, nothing. */
    String text() {
        return text;
    }

    boolean signsChunks() {
        return signsChunks;
    }

    boolean hasTrailers() {
        return hasTrailers;
    }

    /**
     * As it stands in the canonical request.
     *
     * @param inQuery whether the address is signed, which covers no body unless it says so
     * @throws RefusedException when it says nothing, and there may be a body
     */
    static String text(SignedRequest request, boolean inQuery) {
        List<String> said = request.values(Signature.PAYLOAD_HASH);
        if (said.size() == 1) {
            return said.getFirst().strip();
        }
        if (said.isEmpty() && inQuery) {
            return NOTHING.text;
        }
        if (said.isEmpty() && hasNone(request)) {
            return OF_NOTHING;
        }
        throw SignatureRefusals.invalid(
                Flaw.OTHER_BODY,
                "A signed request needs one header x-amz-content-sha256 that says what of its body"
                        + " is signed.");
    }

    /**
     * @throws RefusedException when it is nothing that is offered
     */
    static SaidOfBody of(String text) {
        if (SHA256.matcher(text).matches()) {
            return HASH;
        }
        for (SaidOfBody each : values()) {
            if (each != HASH && each.text.equals(text)) {
                return each;
            }
        }
        throw new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "x-amz-content-sha256 must be the SHA-256 of the body in hexadecimal digits,"
                        + " UNSIGNED-PAYLOAD or one of the STREAMING- forms that sign with"
                        + " AWS4-HMAC-SHA256, was: "
                        + SignatureForm.shown(text));
    }

    private static boolean hasNone(SignedRequest request) {
        String method = request.method().toUpperCase(Locale.ROOT);
        List<String> length = request.values("content-length");
        boolean empty = length.isEmpty() || length.equals(List.of("0"));
        return request.values("transfer-encoding").isEmpty()
                && (method.equals("GET") || method.equals("HEAD") || empty);
    }
}
