package dev.meterlark.console.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

class LiveAnswerTests {

    private static final RefusedException END =
            new RefusedException(ErrorCode.CONFLICT, "it ended in another way");

    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final LiveAnswer live = new LiveAnswer(response);

    @Test
    void aCharacterThatComesInTwoPiecesIsShownWhole() throws IOException {
        byte[] text = "price: 5 €, 😀".getBytes(StandardCharsets.UTF_8);

        write(
                Arrays.copyOfRange(text, 0, 10),
                Arrays.copyOfRange(text, 10, text.length - 2),
                Arrays.copyOfRange(text, text.length - 2, text.length));

        assertThat(response.getContentAsString())
                .isEqualToNormalizingNewlines(
                        "{\"piece\":\"price: 5 \"}\n{\"piece\":\"€, \"}\n{\"piece\":\"😀\"}\n");
        assertThat(live.shown()).isEqualTo(text);
        assertThat(live.bytes()).isEqualTo(text.length);
    }

    @Test
    void whatIsNoTextIsShownAsThat() throws IOException {
        write(new byte[] {'a', (byte) 0xff, 'b'});

        assertThat(response.getContentAsString()).contains("a\ufffdb");
    }

    private void write(byte[]... pieces) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () ->
                                live.write(
                                        stream -> {
                                            Arrays.asList(pieces).forEach(stream::piece);
                                            return CompletableFuture.failedFuture(END);
                                        }));
    }
}
