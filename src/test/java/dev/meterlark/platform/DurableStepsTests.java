package dev.meterlark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Objects;

class DurableStepsTests {

    @Test
    void passingAStepDoesNothingUnlessThatWasAskedFor() {
        assertThat(HaltPlan.parse("")).isNull();
        assertThat(DurableSteps.plan()).isNull();
        assertThatCode(() -> DurableSteps.reached("journal.synced")).doesNotThrowAnyException();
        assertThatCode(() -> DurableSteps.commit("function.created")).doesNotThrowAnyException();
    }

    @Test
    void theFirstPassingIsMeantUnlessAnotherIsNamed() {
        HaltPlan first = plan("journal.synced");
        HaltPlan third = plan("journal.synced:3");

        assertThat(first.isDue("journal.synced", 1)).isTrue();
        assertThat(first.isDue("journal.synced", 2)).isFalse();
        assertThat(first.isDue("journal.written", 1)).isFalse();
        assertThat(third.isDue("journal.synced", 1)).isFalse();
        assertThat(third.isDue("journal.synced", 3)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "Journal", "journal.", "journal:0", "journal:-1", "a:b", "a:1:2"})
    void whatIsNoStepIsRefusedWithTheValue(String text) {
        assertThatThrownBy(() -> HaltPlan.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("meterlark.unsafe-halt-at")
                .hasMessageEndingWith("was: " + text);
    }

    @Test
    void aSettingThatDoesNotComeFromTheJvmsCommandLineIsRefused() {
        assertThatThrownBy(() -> new HaltGuard("journal.synced"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-Dmeterlark.unsafe-halt-at=journal.synced");
        assertThatCode(() -> new HaltGuard("")).doesNotThrowAnyException();
    }

    private static HaltPlan plan(String text) {
        return Objects.requireNonNull(HaltPlan.parse(text));
    }
}
