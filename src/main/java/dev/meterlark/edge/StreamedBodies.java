package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Bodies of S3's kind, each held to what the head of its request says of it. */
final class StreamedBodies {

    private static final int MOST_TRAILERS = 8;

    private StreamedBodies() {}

    static AwsBody signed(HttpServletRequest request, Callers.SignedHead head) throws IOException {
        return of(request, head.saidOfBody(), head.chain());
    }

    /** Of a caller who is known otherwise: hashes are looked at, signatures mean nothing. */
    static AwsBody unsigned(HttpServletRequest request) throws IOException {
        String text = request.getHeader(Signature.PAYLOAD_HASH);
        return of(request, text == null ? SaidOfBody.NOTHING.text() : text.strip(), null);
    }

    private static AwsBody of(
            HttpServletRequest request, String text, @Nullable ChunkSignatures chain)
            throws IOException {
        SaidOfBody said = SaidOfBody.of(text);
        return switch (said) {
            case NOTHING ->
                    new AwsBody(request.getInputStream(), request.getContentLengthLong(), Map::of);
            case HASH ->
                    new AwsBody(
                            new HashedBody(request.getInputStream(), text),
                            request.getContentLengthLong(),
                            Map::of);
            case SIGNED_CHUNKS, SIGNED_CHUNKS_AND_TRAILERS, CHUNKS_AND_TRAILERS ->
                    inChunks(request, said, said.signsChunks() ? chain : null);
        };
    }

    private static AwsBody inChunks(
            HttpServletRequest request, SaidOfBody said, @Nullable ChunkSignatures chain)
            throws IOException {
        long length = decodedLength(request.getHeader("x-amz-decoded-content-length"));
        var terms =
                new ChunkedBody.Terms(
                        length,
                        said.hasTrailers() ? announced(request) : Set.of(),
                        said.signsChunks(),
                        chain);
        var body = new ChunkedBody(request.getInputStream(), terms);
        return new AwsBody(body, length, body::trailers);
    }

    private static long decodedLength(@Nullable String length) {
        if (length == null || !length.matches("[0-9]{1,15}")) {
            throw new RefusedException(
                    ErrorCode.REQUEST_MALFORMED,
                    "A body in chunks needs the header x-amz-decoded-content-length with the number"
                            + " of its bytes, was: "
                            + (length == null ? "missing" : SignatureForm.shown(length)));
        }
        return Long.parseLong(length);
    }

    private static Set<String> announced(HttpServletRequest request) {
        Set<String> names = new LinkedHashSet<>();
        String header = request.getHeader("x-amz-trailer");
        for (String name : header == null ? new String[0] : header.split(",")) {
            names.add(name.strip().toLowerCase(Locale.ROOT));
        }
        if (names.size() > MOST_TRAILERS) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "x-amz-trailer may name %d trailers, and names %d"
                            .formatted(MOST_TRAILERS, names.size()));
        }
        return names;
    }
}
