package dev.meterlark.worker.sandbox.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;

class QuestionTests {

    private static final String HEADER = "abcd01000001000000000000";

    @Test
    void aQuestionForAnAddressIsRead() {
        Question question = read(HEADER + name("www", "example", "com") + "00010001");

        assertThat(question.id()).isEqualTo(0xabcd);
        assertThat(question.name()).isEqualTo("www.example.com");
        assertThat(question.isForAddresses()).isTrue();
    }

    @Test
    void theAnswerRepeatsTheQuestionAndHoldsAddressesOfItsKindOnly() {
        Question question = read(HEADER + name("a", "b") + "00010001");
        ByteBuf answer = Unpooled.buffer();

        question.answer(
                List.of(InetAddress.ofLiteral("1.2.3.4"), InetAddress.ofLiteral("2606::1")),
                answer);

        assertThat(hex(answer))
                .isEqualTo(
                        "abcd81800001000100000000"
                                + name("a", "b")
                                + "00010001c00c000100010000000500 0401020304".replace(" ", ""));
    }

    @Test
    void theLongestAnswerFitsAPacket() {
        String label = "a".repeat(63);
        Question question = read(HEADER + name(label, label, label, "a".repeat(61)) + "001c0001");
        ByteBuf answer = Unpooled.buffer();

        question.answer(Collections.nCopies(100, InetAddress.ofLiteral("2606:4700::1")), answer);

        assertThat(answer.readableBytes()).isLessThanOrEqualTo(512);
    }

    @Test
    void aRefusalSaysItsCode() {
        ByteBuf answer = Unpooled.buffer();

        read(HEADER + name("a") + "00100001").refuse(Question.NOT_IMPLEMENTED, answer);

        assertThat(hex(answer)).isEqualTo("abcd81840001000000000000" + name("a") + "00100001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcd",
                "abcd81000001000000000000016100000100 01", // an answer
                "abcd28000001000000000000016100000100 01", // an update
                "abcd01000000000000000000", // no question
                "abcd01000002000000000000016100000100010161000001 0001", // two
                HEADER + "c00c00010001", // a name elsewhere
                HEADER + "0161", // ends in its name
                HEADER + "ff61", // a label longer than what is there
                HEADER + "016100", // no type
                HEADER + "01610000010003", // not the internet's
                HEADER + "0000010001", // the root
                HEADER + "012e0000010001", // a dot in a label
                HEADER + "01200000010001", // a blank
                HEADER + "01e40000010001", // no letter of a name
                HEADER + "010a0000010001" // a line feed
            })
    void whatNoResolverAsksIsNoQuestion(String hex) {
        assertThat(Question.read(packet(hex.replace(" ", "")))).isNull();
    }

    @Test
    void aNameThatIsTooLongIsNoQuestion() {
        String label = "a".repeat(63);

        assertThat(Question.read(packet(HEADER + name(label, label, label, label) + "00010001")))
                .isNull();
    }

    @Test
    void noPacketBreaksIt() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 6) {
                bytes[2] = 1;
                bytes[4] = 0;
                bytes[5] = 1;
            }
            Question read = Question.read(Unpooled.wrappedBuffer(bytes));
            assertThat(read == null || read.name().length() < 254).isTrue();
        }
    }

    private static Question read(String hex) {
        return Objects.requireNonNull(Question.read(packet(hex)));
    }

    private static ByteBuf packet(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    private static String hex(ByteBuf bytes) {
        byte[] all = new byte[bytes.readableBytes()];
        bytes.readBytes(all);
        return HexFormat.of().formatHex(all);
    }

    private static String name(String... labels) {
        var hex = new StringBuilder();
        for (String label : labels) {
            hex.append("%02x".formatted(label.length()));
            hex.append(HexFormat.of().formatHex(label.getBytes(StandardCharsets.US_ASCII)));
        }
        return hex + "00";
    }
}
