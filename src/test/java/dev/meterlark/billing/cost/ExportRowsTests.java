package dev.meterlark.billing.cost;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.billing.cost.UsageExport.Format;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CsvCellTests;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Spreadsheet;
import dev.meterlark.shared.Spreadsheet.Cell;
import dev.meterlark.shared.Spreadsheet.Kind;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

class ExportRowsTests {

    private static final int TAGS = AttemptRow.COLUMNS.indexOf("tags");
    private static final int MEMORY = AttemptRow.COLUMNS.indexOf("memoryMb");
    private static final int BILLABLE = AttemptRow.COLUMNS.indexOf("billable");

    @Test
    void aSpreadsheetProgramShowsHostileTagsAsTextsAndNumbersAsNumbers() throws IOException {
        InvocationRecord attempt =
                new SampleRecords(1)
                        .succeeded(
                                AccountId.random(),
                                FunctionId.random(),
                                Instant.parse("2026-11-01T10:00:00Z"));

        Spreadsheet opened = Spreadsheet.of(exported(attempt));

        assertThat(opened.rows()).hasSize(CsvCellTests.HOSTILE.size() + 1);
        assertThat(opened.row(0)).hasSize(AttemptRow.COLUMNS.size());
        for (int i = 0; i < CsvCellTests.HOSTILE.size(); i++) {
            String tag = CsvCellTests.HOSTILE.get(i);
            Map<Integer, Cell> cells = opened.row(i + 1);
            assertThat(cells.values()).noneMatch(cell -> cell.kind() == Kind.FORMULA);
            assertThat(cells.keySet()).allMatch(column -> column <= TAGS);
            assertThat(opened.at(i + 1, TAGS).kind()).isEqualTo(Kind.TEXT);
            assertThat(
                            JsonMapper.shared()
                                    .readTree(opened.at(i + 1, TAGS).content())
                                    .path(tag)
                                    .asString())
                    .isEqualTo(tag);
            assertThat(opened.at(i + 1, BILLABLE)).isEqualTo(new Cell(Kind.BOOLEAN, "TRUE"));
            assertThat(opened.at(i + 1, MEMORY))
                    .isEqualTo(new Cell(Kind.NUMBER, Long.toString(attempt.memoryMiB())));
        }
    }

    private static byte[] exported(InvocationRecord attempt) throws IOException {
        StringBuilder csv = new StringBuilder();
        ExportRows rows = new ExportRows(Format.CSV, JsonMapper.shared(), csv::append);
        rows.head(AttemptRow.COLUMNS);
        for (String tag : CsvCellTests.HOSTILE) {
            rows.row(AttemptRow.COLUMNS, AttemptRow.of(attempt, Map.of(tag, tag)));
        }
        return csv.toString().getBytes(UTF_8);
    }
}
