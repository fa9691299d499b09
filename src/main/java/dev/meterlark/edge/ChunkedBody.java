package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body in AWS's own chunks (content encoding {@code aws-chunked}): a line with size and
 * signature, the bytes, and so on to a chunk of none; then trailers. Its end comes only when every
 * signature held and it was as long as its head said. Nothing of it is gathered.
 */
final class ChunkedBody extends InputStream {

    private static final Pattern SIZE =
            Pattern.compile("([0-9a-fA-F]{1,15})(?:;chunk-signature=([0-9a-f]{64}))?");
    private static final Pattern TRAILER =
            Pattern.compile("([A-Za-z0-9-]{1,64})\\s*:\\s*([\\x21-\\x7e]{1,256})\\s*");
    private static final String SIGNATURE = "x-amz-trailer-signature";
    private static final int LONGEST_LINE = 512;
    private static final int MOST_LINES = 16;

    private final InputStream framed;
    private final Terms terms;
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private final MessageDigest digest = Signature.sha256();
    private @Nullable String signature;
    private long left;
    private long total;
    private boolean begun;
    private boolean ended;

    /**
     * @param length of all chunks together
     * @param announced the trailers that come, by names in lower case
     * @param signed whether each chunk has a signature
     * @param chain null where signatures are not looked at
     */
    record Terms(
            long length, Set<String> announced, boolean signed, @Nullable ChunkSignatures chain) {}

    ChunkedBody(InputStream framed, Terms terms) {
        this.framed = framed;
        this.terms = terms;
    }

    /** Empty until the end has come. */
    Map<String, String> trailers() {
        return ended ? Map.copyOf(trailers) : Map.of();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * @throws RefusedException where what arrives is not what was signed or announced
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            beginChunk();
        }
        if (ended) {
            return -1;
        }
        int read = framed.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw broken("ends within a chunk");
        }
        if (terms.chain != null) {
            digest.update(target, offset, read);
        }
        left -= read;
        total += read;
        if (left == 0) {
            endChunk();
        }
        return read;
    }

    private void beginChunk() throws IOException {
        Matcher line = SIZE.matcher(line());
        if (!line.matches() || terms.signed == (line.group(2) == null)) {
            throw broken("has no line of size and signature where a chunk begins");
        }
        left = Long.parseLong(line.group(1), 16);
        signature = line.group(2);
        if (left > terms.length - total) {
            throw broken(
                    "has more than the %d bytes that x-amz-decoded-content-length says"
                            .formatted(terms.length));
        }
        begun = true;
        if (left == 0) {
            requireSignature();
            end();
        }
    }

    private void endChunk() throws IOException {
        requireSignature();
        if (!line().isEmpty()) {
            throw broken("has a chunk that is longer than its size says");
        }
    }

    private void requireSignature() {
        if (terms.chain != null && signature != null) {
            terms.chain.require(signature, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private void end() throws IOException {
        if (total != terms.length) {
            throw broken(
                    "has %d bytes, and x-amz-decoded-content-length says %d"
                            .formatted(total, terms.length));
        }
        StringBuilder signed = new StringBuilder();
        String ofTrailers = readTrailers(signed);
        if (!trailers.keySet().equals(terms.announced)) {
            throw broken("has other trailers than x-amz-trailer announced");
        }
        boolean needed = terms.signed && !terms.announced.isEmpty();
        if (needed && ofTrailers == null) {
            throw broken("has trailers without a signature");
        }
        if (needed && terms.chain != null && ofTrailers != null) {
            terms.chain.requireTrailers(ofTrailers, signed.toString());
        }
        ended = true;
    }

    /**
     * To the very end of the request, so that the connection can be used again.
     *
     * @return their signature
     */
    private @Nullable String readTrailers(StringBuilder signed) throws IOException {
        String ofTrailers = null;
        for (int lines = 0; lines < MOST_LINES; lines++) {
            String line = lineOrEnd();
            if (line == null) {
                return ofTrailers;
            }
            Matcher trailer = TRAILER.matcher(line);
            if (trailer.matches()) {
                String name = trailer.group(1).toLowerCase(Locale.ROOT);
                if (name.equals(SIGNATURE)) {
                    ofTrailers = trailer.group(2);
                } else {
                    trailers.put(name, trailer.group(2));
                    signed.append(name).append(':').append(trailer.group(2)).append('\n');
                }
            } else if (!line.isEmpty()) {
                throw broken("has something else than trailers behind its last chunk");
            }
        }
        throw broken("has too many trailers");
    }

    private String line() throws IOException {
        String line = lineOrEnd();
        if (line == null) {
            throw broken(begun ? "ends before its last chunk" : "has no chunks");
        }
        return line;
    }

    /** Without its end; null where nothing comes any more. */
    private @Nullable String lineOrEnd() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        int next = framed.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = framed.read()) {
            if (line.size() >= LONGEST_LINE) {
                throw broken("has a line that is longer than any that belongs there");
            }
            line.write(next);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static RefusedException broken(String how) {
        return new RefusedException(
                ErrorCode.REQUEST_MALFORMED, "The body in chunks (aws-chunked) " + how + ".");
    }
}
