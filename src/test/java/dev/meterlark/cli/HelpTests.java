package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Arrays;

class HelpTests {

    @TempDir Path home;

    @Test
    void theFirstHelpNamesEveryVerb() {
        var seen = new Typed(home).lark("--help");

        assertThat(seen.exit()).isZero();
        assertThat(seen.out())
                .contains(
                        "login",
                        "logout",
                        "deploy",
                        "invoke",
                        "call",
                        "calls",
                        "event",
                        "logs",
                        "metrics",
                        "functions",
                        "usage",
                        "role",
                        "tag",
                        "async",
                        "account",
                        "members",
                        "audit",
                        "dead-letters",
                        "replay",
                        "publish",
                        "versions",
                        "alias",
                        "shift",
                        "delete",
                        "runtimes",
                        "pipeline",
                        "queue",
                        "topic",
                        "trigger",
                        "route",
                        "bucket",
                        "table",
                        "help",
                        "generate-completion",
                        "METERLARK_API_KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login",
                "logout",
                "deploy",
                "invoke",
                "logs",
                "calls",
                "metrics",
                "functions",
                "usage",
                "role",
                "tag",
                "async",
                "account",
                "members",
                "audit",
                "dead-letters",
                "replay",
                "publish",
                "versions",
                "alias",
                "shift",
                "delete",
                "runtimes",
                "pipeline",
                "queue",
                "topic",
                "trigger",
                "route",
                "bucket",
                "table"
            })
    void everyVerbExplainsItselfWithExamplesInPlainText(String verb) {
        var seen = new Typed(home).lark("help", verb);

        assertThat(seen.exit()).isZero();
        assertThat(seen.out())
                .contains("Usage: lark " + verb, "--json", "Examples:", "  lark " + verb);
        assertThat(seen.out()).doesNotContain("\u001b", "${", "\t");
        assertThat(seen.out().lines()).allMatch(line -> line.length() <= 130);
        assertThat(new Typed(home).lark(verb, "--help").out()).isEqualTo(seen.out());
    }

    @Test
    void colorIsForScreensThatWantIt() {
        assertThat(new Typed(home).onAScreen().lark("--help").out()).contains("\u001b[");
        assertThat(new Typed(home).onAScreen().with("NO_COLOR", "1").lark("--help").out())
                .doesNotContain("\u001b");
    }

    @Test
    void exitCodesAreExplainedAsTheyAre() {
        String text = new Typed(home).lark("help", "exit-codes").out();

        assertThat(Arrays.stream(Exit.values()))
                .allMatch(exit -> text.contains("  %d  %s".formatted(exit.code(), exit.meaning())));
        assertThat(new Typed(home).lark("exit-codes", "--json").out())
                .contains("\"6\":\"no Meterlark answers at the address\"");
    }

    @Test
    void aTypingErrorSaysWhatIsMeantAndSendsNothing() {
        var unknown = new Typed(home).lark("deploi", "x");
        var missing = new Typed(home).lark("invoke", "--json");
        var option = new Typed(home).lark("logs", "hello", "--folow");

        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("deploi", "lark --help");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.out()).contains("\"code\":\"lark.usage\"", "\"exitCode\":2");
        assertThat(option.err()).contains("--folow", "lark logs --help");
    }

    @Test
    void shellsCanCompleteIt() {
        var seen = new Typed(home).lark("generate-completion");

        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).contains("complete -F", "--env-file", "functions");
    }

    @Test
    void withoutAVerbItSaysWhatThereIs() {
        var seen = new Typed(home).lark();

        assertThat(seen.exit()).isEqualTo(2);
        assertThat(seen.err()).contains("lark --help");
    }

    @Test
    void itSaysItsVersion() {
        assertThat(new Typed(home).lark("--version").out()).startsWith("lark ");
    }
}
