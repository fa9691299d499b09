package dev.meterlark.console.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.function.AsyncSettings.DestinationSettings;
import dev.meterlark.function.FunctionSettings;
import dev.meterlark.function.WarmWish;
import dev.meterlark.release.ShiftWishes;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What people type into the forms of a function, and what is made of it. */
class TypedFormsTests {

    @Test
    void sharesAreTypedInPercentAndEmptyRowsAreNone() {
        var form =
                new AliasForm(
                        "live",
                        "3",
                        "",
                        List.of("2", "", "1", " "),
                        List.of("10", "50", "0,5 %", ""),
                        "7");

        assertThat(form.wishes().weights())
                .isEqualTo(Map.of("2", new BigDecimal("0.10"), "1", new BigDecimal("0.005")));
        assertThat(form.wishes().revision()).isEqualTo(7);
        assertThat(form.weights()).hasSize(4);
    }

    @Test
    void aRuntimeThatIsNotOfferedAnyMoreStaysUnlessAnotherIsChosen() {
        assertThat(settings("").runtime()).isNull();
        assertThat(settings("python3").runtime()).isEqualTo("python3");
    }

    private static FunctionSettings settings(String runtime) {
        return new SettingsForm(runtime, "", "", "128", "3", "1", "0", "none", "7").settings();
    }

    @Test
    void aVersionHasOneShare() {
        var form = new AliasForm("live", "3", "", List.of("2", "2"), List.of("1", "2"), null);

        assertThatThrownBy(form::wishes)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "ten", "1e3", "", "1.", "1234567890123"})
    void whatIsNoPercentageIsRefused(String text) {
        assertThatThrownBy(() -> Percent.parse("share", text))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("number of percent");
    }

    @Test
    void whatIsLeftOverGoesToTheVersionThatIsPointedAt() {
        var weights =
                new TreeMap<>(Map.of("4", new BigDecimal("0.1"), "5", new BigDecimal("0.25")));

        assertThat(Share.of("3", weights))
                .containsExactly(
                        new Share("run", "3", "65", "0"),
                        new Share("init", "4", "10", "65"),
                        new Share("start", "5", "25", "75"));
        assertThat(Share.words(Share.of("3", weights)))
                .isEqualTo("version 3 (65 %), 4 (10 %), 5 (25 %)");
        assertThat(Share.words(Share.of("$LATEST", new TreeMap<>()))).isEqualTo("$LATEST");
    }

    @Test
    void stepsOfAShiftAreTypedInMinutes() {
        var form =
                new ShiftForm(
                        "2", List.of("1", "50", ""), List.of("0.5", "", "9"), "2", "800", "30");

        assertThat(form.wishes())
                .isEqualTo(
                        new ShiftWishes(
                                "2",
                                List.of(
                                        new ShiftWishes.Step(new BigDecimal("0.01"), 30L),
                                        new ShiftWishes.Step(new BigDecimal("0.50"), null)),
                                new BigDecimal("0.02"),
                                800L,
                                30));
        assertThat(new ShiftForm("2", List.of(), List.of(), "", "", "").wishes())
                .isEqualTo(new ShiftWishes("2", null, null, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "90, 90, 90 s",
        "90 s, 90, 90 s",
        "15 min, 900, 15 min",
        "6h, 21600, 6 h",
        "24 h, 86400, 1 d",
        "2 days, 172800, 2 d",
        "0, 0, 0 s"
    })
    void lengthsOfTimeAreReadAsTheyAreWritten(String text, long seconds, String words) {
        assertThat(Span.parse("age", text)).isEqualTo(seconds);
        assertThat(Span.words(seconds)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "1.5 h", "-1", "12345678901", "6 weeks"})
    void whatIsNoLengthOfTimeIsRefused(String text) {
        assertThatThrownBy(() -> Span.parse("age", text))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("as in 90 s");
    }

    @Test
    void rowsWithoutNumberOfSandboxesAreNoWindows() {
        var used = new WarmForm.Window(List.of("MON"), "08:00", "18:00", " ", "2");
        var form = new WarmForm("1", Arrays.asList(used, null, WarmForm.Window.BLANK), "7");

        assertThat(form.wish())
                .isEqualTo(
                        new WarmWish(
                                1,
                                List.of(
                                        new WarmWish.Window(
                                                List.of("MON"), "08:00", "18:00", null, 2))));
        assertThat(WarmForm.of(form.wish(), "7").rows()).hasSize(2);
        assertThatThrownBy(() -> new WarmForm("x", null, null).wish())
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void ofADestinationOnlyThoseFieldsCountThatItsKindHas() {
        var target = new AsyncForm.Target("kafka", "f", "1", "u", "q", "t", "b", "p", "c", "r", "");
        var form = new AsyncForm("1", "6 h", "", target, AsyncForm.Target.NOWHERE, "7");

        assertThat(form.settings().maxAge()).isEqualTo(21_600);
        assertThat(form.settings().onFailure()).isNull();
        assertThat(Objects.requireNonNull(form.settings().onSuccess()))
                .isEqualTo(
                        new DestinationSettings(
                                "kafka", null, null, null, null, "r", null, null, "c", null));
    }

    @Test
    void aRoleWithoutNamesNamesNone() {
        assertThat(new RoleForm(null, " ", null).settings().functions()).isNull();
        assertThat(new RoleForm(List.of("functions:invoke"), "a, b\nc", "7").settings().functions())
                .isEqualTo(List.of("a", "b", "c"));
    }

    @Test
    void aFileOfVariablesIsReadLineByLine() {
        String text =
                """
                # a remark
                NAME=value

                export URL = "https://x.test/?a=b\\nc"
                QUOTED='a "b" # c'
                EMPTY=
                """;

        assertThat(DotEnv.parse(text))
                .isEqualTo(
                        Map.of(
                                "NAME", "value",
                                "URL", "https://x.test/?a=b\nc",
                                "QUOTED", "a \"b\" # c",
                                "EMPTY", ""));
        assertThatThrownBy(() -> DotEnv.parse("A=1\nnonsense"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("line 2");
    }
}
