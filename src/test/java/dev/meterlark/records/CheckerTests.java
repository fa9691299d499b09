package dev.meterlark.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.platform.ScratchDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;

/** A checker that finds nothing proves nothing: each rule is broken once, and has to be named. */
@Tag("database")
@SuppressWarnings("NullAway.Init")
class CheckerTests {

    private static final ScratchDatabase DATABASE = new ScratchDatabase();

    private final History history = new History();

    @TempDir Path blobs;

    /** One that forgets what a test has done. */
    private SingleConnectionDataSource connection;

    private SampleRows rows;

    @BeforeEach
    void open() throws SQLException {
        connection = new SingleConnectionDataSource(DATABASE.source().getConnection(), true);
        connection.setAutoCommit(false);
        connection.getConnection().setAutoCommit(false);
        rows = new SampleRows(JdbcClient.create(connection), blobs);
    }

    @AfterEach
    void forget() throws SQLException {
        connection.getConnection().rollback();
        connection.destroy();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
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

        assertThat(Checker.broken(ledgers(), history))
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
        return new Ledgers(connection, blobs);
    }
}
