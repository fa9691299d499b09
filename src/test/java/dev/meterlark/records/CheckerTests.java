package dev.meterlark.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.platform.ScratchDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A checker that finds nothing proves nothing: each rule is broken once, and has to be named. */
@Tag("database")
class CheckerTests {

    private final ScratchDatabase database = new ScratchDatabase();
    private final History history = new History();

    @TempDir Path blobs;

    @SuppressWarnings("NullAway.Init")
    private SampleRows rows;

    @BeforeEach
    void open() {
        rows = new SampleRows(database.client(), blobs);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void soundLedgersBreakNothing() {
        rows.soundInstallation(history);

        Checker.atRest(ledgers(), history);
    }

    @Test
    void noRuleIsSkippedOnTheTablesOfThisRelease() {
        assertThat(Checker.skipped(ledgers())).isEmpty();
    }

    static Set<String> rules() {
        return Checker.names();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void whatBreaksARuleIsNamed(String rule) {
        rows.soundInstallation(history);
        rows.broken(rule, history);

        assertThat(Checker.broken(ledgers(), history, List.of(Rule.When.values())))
                .anySatisfy(found -> assertThat(found).startsWith(rule + ": "));
    }

    @Test
    void whatIsWrongIsShownWithItsValues() {
        history.answered(SampleRows.CALL, BigDecimal.TEN);
        rows.soundInstallation(new History());

        assertThatThrownBy(() -> Checker.atRest(ledgers(), history))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I20 answered: whoever had an answer is in the ledger")
                .hasMessageContaining(SampleRows.CALL + " was told 10 and is there with 0.5");
    }

    private Ledgers ledgers() {
        return new Ledgers(database.source(), blobs);
    }
}
