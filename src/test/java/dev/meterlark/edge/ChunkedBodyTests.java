package dev.meterlark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Bodies in chunks against the examples that AWS published, and broken ones. */
class ChunkedBodyTests {

    private static final byte[] SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".getBytes(UTF_8);
    private static final int LENGTH = 66_560;

    /** Published with "Signature Calculations for the Authorization Header: … Chunks". */
    private static final String HEAD =
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";

    private static final byte[] BODY =
            chunks(
                    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
                    "\r\n");

    @Test
    void whatAwsPublishedIsTaken() throws IOException {
        ChunkedBody body = signed(BODY);

        byte[] read = body.readAllBytes();

        assertThat(read).hasSize(LENGTH).containsOnly('a');
        assertThat(body.read()).isEqualTo(-1);
        assertThat(body.trailers()).isEmpty();
    }

    @Test
    void noByteOfItCanBeAnother() {
        for (int at : new int[] {0, 5, 30, 100, 65_000, 65_700, 66_700, BODY.length - 10}) {
            byte[] changed = BODY.clone();
            changed[at] = (byte) (changed[at] == 'b' ? 'c' : 'b');
            assertThatExceptionOfType(RefusedException.class)
                    .as("at " + at)
                    .isThrownBy(() -> signed(changed).readAllBytes());
        }
    }

    @Test
    void itHasAnEndOnlyBehindItsLastChunk() {
        for (int length : new int[] {0, 1, 50, 87, 5_000, 65_623, 65_625, 66_000, 66_800}) {
            assertThatExceptionOfType(RefusedException.class)
                    .as("cut at " + length)
                    .isThrownBy(() -> signed(Arrays.copyOf(BODY, length)).readAllBytes());
        }
    }

    @Test
    void trailersAreThoseThatWereAnnouncedAndAreThereBehindTheLastByte() throws IOException {
        ChunkedBody body = plain("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", 5);

        assertThat(body.trailers()).isEmpty();
        assertThat(new String(body.readAllBytes(), US_ASCII)).isEqualTo("hello");
        assertThat(body.trailers()).isEqualTo(Map.of("x-amz-checksum-crc32", "NhCmhg=="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "5",
                "hello",
                "-5\r\nhello\r\n0\r\nx-amz-checksum-crc32:A\r\n",
                "fffffffffffffffff\r\nhello\r\n",
                "6\r\nhello!\r\n0\r\nx-amz-checksum-crc32:A\r\n",
                "4\r\nhell\r\n0\r\nx-amz-checksum-crc32:A\r\n",
                "4\r\nhello\r\n0\r\nx-amz-checksum-crc32:A\r\n",
                "5\r\nhello\r\n0\r\n",
                "5\r\nhello\r\n0\r\nx-amz-checksum-sha1:A\r\n",
                "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:A\r\nx-amz-checksum-sha1:A\r\n",
                "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:A\r\nsomething else\r\n",
                "5\r\nhello\r\n0;chunk-signature=00\r\nx-amz-checksum-crc32:A\r\n"
            })
    void whatHasNotTheFormIsRefused(String body) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> plain(body, 5).readAllBytes())
                .withMessageContaining("aws-chunked")
                .matches(refusal -> refusal.code() == ErrorCode.REQUEST_MALFORMED);
    }

    @Test
    void linesAndTrailersHaveBounds() {
        String longLine = "5;" + "x".repeat(100_000);
        String many = "0\r\n" + "a:b\r\n".repeat(1_000);

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> plain(longLine, 5).readAllBytes())
                .withMessageContaining("a line that is longer");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> plain(many, 0).readAllBytes())
                .withMessageContaining("too many trailers");
    }

    private static ChunkedBody signed(byte[] body) {
        var head =
                new Signature(
                        new SignatureScope("AKIAIOSFODNN7EXAMPLE", "20130524", "us-east-1", "s3"),
                        List.of("host"),
                        "20130524T000000Z",
                        Optional.empty(),
                        HEAD);
        return new ChunkedBody(
                new ByteArrayInputStream(body),
                new ChunkedBody.Terms(LENGTH, Set.of(), true, new ChunkSignatures(head, SECRET)));
    }

    private static ChunkedBody plain(String body, long length) {
        return new ChunkedBody(
                new ByteArrayInputStream(body.getBytes(US_ASCII)),
                new ChunkedBody.Terms(length, Set.of("x-amz-checksum-crc32"), false, null));
    }

    private static byte[] chunks(String first, String second, String last, String end) {
        return ("10000;chunk-signature=%s\r\n%s\r\n400;chunk-signature=%s\r\n%s\r\n0;chunk-signature=%s\r\n%s"
                        .formatted(first, "a".repeat(65_536), second, "a".repeat(1_024), last, end))
                .getBytes(US_ASCII);
    }
}
