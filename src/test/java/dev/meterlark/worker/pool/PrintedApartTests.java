package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.meterlark.worker.sandbox.Printed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintedApartTests {

    private final PrintedApart apart = new PrintedApart(100);

    @Test
    void eachCallGetsWhatItPrintedInOrder() {
        apart.begins("a");
        apart.begins("b");
        print(frame("a", "one ") + frame("b", "other") + frame("a", "two"));

        assertThat(text(apart.ends("a"))).isEqualTo("one two");
        assertThat(text(apart.ends("b"))).isEqualTo("other");
    }

    @Test
    void framesMayComeByteByByte() {
        apart.begins("a");
        for (char each : (frame("a", "in\npieces") + "outside").toCharArray()) {
            print(String.valueOf(each));
        }

        assertThat(text(apart.ends("a"))).isEqualTo("outsidein\npieces");
    }

    @Test
    void whatIsOutsideOfFramesGoesToTheCallThatEndsNext() {
        print("loading\n");
        apart.begins("a");
        apart.begins("b");
        print(frame("a", "a") + "crash!");

        assertThat(text(apart.ends("b"))).isEqualTo("loading\ncrash!");
        assertThat(text(apart.ends("a"))).isEqualTo("a");
    }

    @Test
    void aFrameForACallThatIsNotOpenIsNobodys() {
        apart.begins("a");
        apart.begins("b");
        apart.ends("a");
        print(frame("a", "late") + frame("x", "forged"));

        assertThat(text(apart.ends("b"))).isEqualTo("lateforged");
    }

    @Test
    void theRestOfAFrameWhoseCallHasEndedIsNobodys() {
        apart.begins("a");
        apart.begins("b");
        String frame = frame("a", "cut in two");
        print(frame.substring(0, frame.length() - 3));
        assertThat(text(apart.ends("a"))).isEqualTo("cut in ");
        print("two");

        assertThat(text(apart.ends("b"))).isEqualTo("two");
    }

    @Test
    void eachCallIsBoundedByItselfAndNobodysOutputComesSecond() {
        apart.begins("a");
        apart.begins("b");
        print(frame("a", "x".repeat(150)) + "y".repeat(70) + frame("b", "z".repeat(60)));

        Printed b = apart.ends("b");
        assertThat(text(b)).isEqualTo("y".repeat(40) + "z".repeat(60));
        assertThat(b.droppedBytes()).isEqualTo(30);
        Printed a = apart.ends("a");
        assertThat(text(a)).isEqualTo("x".repeat(100));
        assertThat(a.droppedBytes()).isEqualTo(50);
    }

    @Test
    void behindAGapTheNextFrameIsFound() {
        apart.begins("a");
        apart.add(new Printed((frame("a", "one") + "\u001ea 500\nlost").getBytes(ISO_8859_1), 496));
        print("garbage" + frame("a", "two"));

        Printed a = apart.ends("a");
        assertThat(text(a)).isEqualTo("garbageonelosttwo");
        assertThat(a.droppedBytes()).isEqualTo(496);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001e",
                "\u001e\n",
                "\u001ea\n",
                "\u001ea x\n",
                "\u001ea -1\n",
                "\u001ea 1000000000\n",
                "\u001ea\u0001 3\n",
                "\u001e0123456789012345678901234567890123456789012345678 3\n"
            })
    void whatOnlyLooksLikeAFrameIsOutput(String text) {
        apart.begins("a");
        print(text + "..." + frame("a", "!"));

        assertThat(text(apart.ends("a"))).isEqualTo(text + "...!");
    }

    @Test
    void anEmptyFrameIsNothing() {
        apart.begins("a");
        print(frame("a", "") + frame("a", "x"));

        assertThat(text(apart.ends("a"))).isEqualTo("x");
    }

    @Test
    void aCallThatNobodyAsksAboutIsForgotten() {
        apart.begins("a");
        print(frame("a", "unseen"));
        apart.drop("a");

        assertThatThrownBy(() -> apart.ends("a")).isInstanceOf(IllegalStateException.class);
    }

    private void print(String text) {
        apart.add(new Printed(text.getBytes(ISO_8859_1), 0));
    }

    private static String frame(String call, String text) {
        return "\u001e%s %d\n%s".formatted(call, text.length(), text);
    }

    private static String text(Printed printed) {
        return new String(printed.bytes(), ISO_8859_1);
    }
}
