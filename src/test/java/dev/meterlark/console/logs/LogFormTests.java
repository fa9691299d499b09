package dev.meterlark.console.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.LogLevel;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class LogFormTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void anEmptyFormIsForTheNewestLines() {
        LogForm form = new LogForm(null, "", null, " ", null, "", null, null);

        assertThat(form.wanted(NOON).atLeast()).isEqualTo(LogLevel.NONE);
        assertThat(form.wanted(NOON).from()).isNull();
        assertThat(form.wanted(NOON).call()).isNull();
        assertThat(form.isLive()).isTrue();
        assertThat(form.address("/logs", null)).isEqualTo("/logs");
    }

    @Test
    void itsAddressLeadsToTheSameLines() {
        LogForm form = new LogForm("a&b=ü {x}", "warn", "7", null, "1h", null, null, null);

        assertThat(form.wanted(NOON).from()).isEqualTo(NOON.minusSeconds(3600));
        assertThat(form.address("/logs", "next"))
                .isEqualTo(
                        "/logs?text=a%26b%3D%C3%BC%20%7Bx%7D&level=warn&version=7&since=1h&cursor=next");
    }

    @Test
    void aTimeInThePastIsNotLive() {
        LogForm form =
                new LogForm(
                        null, null, null, null, null, "2026-11-23T10:00", "2026-11-23T11:00", null);

        assertThat(form.wanted(NOON).from()).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(form.wanted(NOON).to()).isEqualTo("2026-11-23T11:00:00Z");
        assertThat(form.isLive()).isFalse();
        assertThat(form.isDetailed()).isTrue();
    }

    @Test
    void whatIsNoTimeOrNoCallIsRefusedWithItsValue() {
        refused(new LogForm(null, null, null, null, null, "soon", null, null), "was: soon");
        refused(new LogForm(null, null, null, null, "2y", null, null, null), "was: 2y");
        refused(new LogForm(null, null, null, "x", null, null, null, null), "was: x");
        refused(new LogForm(null, "loud", null, null, null, null, null, null), "was: loud");
    }

    private static void refused(LogForm form, String text) {
        assertThatThrownBy(() -> form.wanted(NOON))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(text);
    }
}
