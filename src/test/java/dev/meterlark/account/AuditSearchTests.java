package dev.meterlark.account;

import static dev.meterlark.account.Refusals.refused;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.ManualClock;
import dev.meterlark.account.People.Owner;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Spreadsheet;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

@AccountTest
class AuditSearchTests {

    @Autowired People people;
    @Autowired AuditLog audit;
    @Autowired AuditExport export;
    @Autowired ManualClock clock;
    @Autowired TransactionTemplate transaction;
    private Caller caller;
    private Instant between;

    @BeforeEach
    void settle() {
        Owner owner = people.owner();
        caller = people.caller(owner);
        record("function.created", "function:a_b");
        record("function.changed", "function:axb");
        clock.forward(Duration.ofMinutes(1));
        between = clock.instant();
        record("function.deleted", "=HYPERLINK(\"http://x\")");
    }

    @Test
    void recordsAreFoundByWhatWhoAndWhen() {
        assertThat(found(null, "function.", null, null, null)).hasSize(3);
        assertThat(found(null, "function.c", null, null, null))
                .containsExactly("function.changed", "function.created");
        assertThat(found(null, null, "a_b", null, null)).containsExactly("function.created");
        assertThat(found("person:", "function.", "function:", null, null)).hasSize(2);
        assertThat(found("key:", null, null, null, null)).isEmpty();
        assertThat(found(null, "function.", null, between.toString(), null))
                .containsExactly("function.deleted");
        assertThat(found(null, "function.", null, null, between.toString())).hasSize(2);
        assertThat(found(null, "%", null, null, null)).isEmpty();
    }

    @Test
    void timesBeyondAllRecordsFindWhatThereIs() {
        assertThat(found(null, "function.", null, "-999999-01-01T00:00:00Z", null)).hasSize(3);
        assertThat(found(null, "function.", null, null, "+999999-01-01T00:00:00Z")).hasSize(3);
    }

    @Test
    void whatIsNoInstantIsNamed() {
        assertThat(
                        refused(
                                ErrorCode.REQUEST_INVALID,
                                () -> AuditFilter.of(null, null, null, "yesterday", null)))
                .contains("from")
                .contains("yesterday");
        refused(
                ErrorCode.REQUEST_INVALID,
                () -> AuditFilter.of("x".repeat(201), null, null, null, null));
    }

    @Test
    void aFileHoldsWhatWasFoundAndNoFormula() throws IOException {
        AuditFilter deleted = AuditFilter.of(null, "function.deleted", null, null, null);

        String csv = written(deleted, AuditExport.Format.CSV);
        assertThat(csv.lines()).hasSize(2);
        assertThat(csv)
                .startsWith("number,at,actor,action,subject,detail,address\r\n")
                .contains(",\"'=HYPERLINK(\"\"http://x\"\")\",");
        assertThat(Spreadsheet.of(csv.getBytes(UTF_8)).row(1).values())
                .noneMatch(cell -> cell.kind() == Spreadsheet.Kind.FORMULA)
                .contains(new Spreadsheet.Cell(Spreadsheet.Kind.TEXT, "=HYPERLINK(\"http://x\")"));
        assertThat(written(AuditFilter.ALL, AuditExport.Format.JSONL).lines())
                .hasSize(audit.page(caller, null, 100).items().size())
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    private String written(AuditFilter filter, AuditExport.Format format) throws IOException {
        var out = new StringWriter();
        export.write(caller, filter, format, out);
        return out.toString();
    }

    private List<String> found(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String subject,
            @Nullable String from,
            @Nullable String to) {
        AuditFilter filter = AuditFilter.of(actor, action, subject, from, to);
        return audit.page(caller, filter, null, null).items().stream()
                .map(AuditRecordView::action)
                .toList();
    }

    private void record(String action, String subject) {
        transaction.executeWithoutResult(
                _ -> audit.record(caller, action, subject, Map.of("a", 1)));
    }
}
