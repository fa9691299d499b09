package dev.meterlark.console.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.metering.Made;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.CallStatus;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class CallFormTests {

    @Test
    void whatIsEmptyChoosesNothingAndIsLive() {
        var form = new CallForm("", "", null, "", "", " ", "");

        assertThat(form.query().status()).isNull();
        assertThat(form.query().from()).isNull();
        assertThat(form.query().to()).isNull();
        assertThat(form.query().cursor()).isNull();
        assertThat(form.query().made()).isEqualTo(Made.ANYHOW);
        assertThat(form.isChosen()).isFalse();
        assertThat(form.isLive()).isTrue();
        assertThat(form.address("/calls", false)).isEqualTo("/calls");
        assertThat(form.older("/calls", "c d")).isEqualTo("/calls?cursor=c%20d");
    }

    @Test
    void aTimeIsInUtcStaysInItsAddressesAndIsNotLive() {
        var form =
                new CallForm(
                        "failed",
                        "2026-11-23T12:00",
                        "2026-11-23T13:30",
                        "live",
                        "queue",
                        null,
                        "c");

        assertThat(form.query().from()).isEqualTo(Instant.parse("2026-11-23T12:00:00Z"));
        assertThat(form.query().to()).isEqualTo(Instant.parse("2026-11-23T13:30:00Z"));
        assertThat(form.query().status()).isEqualTo(CallStatus.FAILED);
        assertThat(form.query().made()).isEqualTo(new Made(null, "live", "queue", null));
        assertThat(form.isChosen()).isTrue();
        assertThat(form.isLive()).isFalse();
        assertThat(form.address("/calls", true))
                .isEqualTo(
                        "/calls?status=failed&from=2026-11-23T12%3A00&to=2026-11-23T13%3A30"
                                + "&qualifier=live&source=queue");
        assertThat(form.older("/calls", "d"))
                .endsWith("&to=2026-11-23T13%3A30&qualifier=live&source=queue&cursor=d")
                .contains("status=failed");
    }

    @Test
    void whatIsNoTimeIsRefusedWithItsValue() {
        assertThatThrownBy(() -> new CallForm("", "noon", "", "", "", "", "").query())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("From must be a date and a time")
                .hasMessageContaining("was: noon");
    }

    @Test
    void whatIsNoVersionNoSourceAndNoTriggerIsRefused() {
        assertThatThrownBy(() -> new CallForm("", "", "", "a b", "", "", "").query())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("a version or an alias, was: a b");
        assertThatThrownBy(() -> new CallForm("", "", "", "", "HTTP!", "", "").query())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("was: HTTP!");
        assertThatThrownBy(() -> new CallForm("", "", "", "", "", "1-2-3-4-5", "").query())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("a trigger's id, was: 1-2-3-4-5");
    }

    @Test
    void aSourceThatIsNotKnownStaysChosen() {
        assertThat(new CallForm("", "", "", "", "other", "", "").sources()).endsWith("other");
    }
}
