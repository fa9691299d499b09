package dev.meterlark.ingress;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * What a streamed answer says of status and headers before its body: a JSON object, then eight
 * zeros ({@code application/vnd.awslambda.http-integration-response}).
 */
final class Prelude {

    static final String CONTENT_TYPE = "application/vnd.awslambda.http-integration-response";

    private static final int ZEROS = 8;
    private static final int LONGEST = 128 * 1024;

    private byte[] held = new byte[0];

    /**
     * @param rest what of the body has come with it
     */
    record Parted(HttpAnswer head, byte[] rest) {}

    /**
     * Takes what has come; null as long as the zeros have not.
     *
     * @throws BadAnswerException when it is no such object, or is longer than it may be
     */
    @Nullable Parted take(byte[] piece) {
        int known = held.length;
        held = Arrays.copyOf(held, known + piece.length);
        System.arraycopy(piece, 0, held, known, piece.length);
        int end = zeros(Math.max(0, known - ZEROS + 1));
        if (end < 0) {
            if (held.length > LONGEST) {
                throw new BadAnswerException(
                        "its status and headers take more than %d bytes".formatted(LONGEST));
            }
            return null;
        }
        return new Parted(
                AnswerReader.prelude(Arrays.copyOf(held, end)),
                Arrays.copyOfRange(held, end + ZEROS, held.length));
    }

    private int zeros(int from) {
        int run = 0;
        for (int i = from; i < held.length; i++) {
            run = held[i] == 0 ? run + 1 : 0;
            if (run == ZEROS) {
                return i - ZEROS + 1;
            }
        }
        return -1;
    }
}
