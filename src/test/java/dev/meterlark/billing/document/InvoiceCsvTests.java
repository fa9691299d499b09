package dev.meterlark.billing.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.shared.CsvCellTests;
import dev.meterlark.shared.Spreadsheet;
import dev.meterlark.shared.Spreadsheet.Cell;
import dev.meterlark.shared.Spreadsheet.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

class InvoiceCsvTests {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=cmd|' /C calc'!A0",
                "+1+1",
                "-2+3",
                "@SUM(A1:A9)",
                "\t=1+1",
                "\u0000=1+1",
                "  =1+1",
                "\r\n=1+1",
                "＝1+1",
                "x;=1+1",
                "x\n=1+1",
                "x\",=1+1",
                "x,\"=1+1"
            })
    void noProgramTakesATextForAFormula(String hostile) {
        IssuedInvoice invoice = SampleInvoices.named(hostile, hostile);
        String csv = new String(InvoiceCsv.of(invoice), UTF_8);

        for (char separator : new char[] {',', ';', '\t'}) {
            for (List<String> row : parsed(csv, separator)) {
                assertThat(row).noneMatch(InvoiceCsvTests::wouldRun);
            }
        }
    }

    @Test
    void aSpreadsheetProgramShowsTextsAsTextsAndNumbersAsNumbers() {
        IssuedInvoice invoice = SampleInvoices.worded(CsvCellTests.HOSTILE);
        List<List<String>> rows = rows(invoice);

        Spreadsheet opened = Spreadsheet.of(InvoiceCsv.of(invoice));

        assertThat(opened.rows()).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            Map<Integer, Cell> cells = opened.row(i);
            assertThat(cells.keySet()).allMatch(column -> column < row.size());
            assertThat(cells.values()).noneMatch(cell -> cell.kind() == Kind.FORMULA);
            for (int column = 0; column < row.size(); column++) {
                assertThat(shown(opened.at(i, column), row.get(column)))
                        .as(row.get(column))
                        .isTrue();
            }
        }
        assertThat(opened.rows())
                .filteredOn(i -> opened.at(i, 20).equals(new Cell(Kind.NUMBER, "-1.25")))
                .hasSize(CsvCellTests.HOSTILE.size());
    }

    /** A date is a number to such a program. */
    private static boolean shown(Cell cell, String written) {
        return switch (cell.kind()) {
            case TEXT -> cell.content().equals(written.replaceFirst("^'", ""));
            case NUMBER -> NUMBER.matcher(written).matches() || written.matches("[\\d-]{10}");
            case NOTHING -> written.isEmpty();
            case BOOLEAN, FORMULA -> false;
        };
    }

    @Test
    void aNumberStaysANumberBelowZeroToo() {
        List<List<String>> rows = rows(SampleInvoices.of("several"));

        List<String> discount =
                rows.stream().filter(row -> row.get(9).startsWith("Coupon")).findFirst().get();
        assertThat(discount.get(20)).isEqualTo("-12.34");
        assertThat(discount.get(19)).startsWith("-12.340000");
    }

    @Test
    void itHasEveryPartAndTheSums() {
        List<List<String>> rows = rows(SampleInvoices.huge(2_500));

        assertThat(rows).allMatch(row -> row.size() == rows.getFirst().size());
        assertThat(rows).filteredOn(row -> row.getFirst().equals("share")).hasSize(7_500);
        assertThat(rows.getLast()).contains("payable", "148.75");
        assertThat(
                        rows.stream()
                                .filter(row -> row.getFirst().equals("line"))
                                .map(row -> new BigDecimal(row.get(20)))
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("125.00");
    }

    @Test
    void itsColumnsAreThoseOfTheGuide() throws IOException {
        String guide = Files.readString(Path.of("docs/invoice-documents.md"));
        String columns = guide.split("Its columns:\n\n", 2)[1].split("\n\n", 2)[0];

        assertThat(rows(SampleInvoices.plain()).getFirst())
                .containsExactly(columns.replace("`", "").split(",\\s+"));
    }

    @Test
    void quotesCommasAndLineBreaksStayWithinTheirField() {
        IssuedInvoice invoice = SampleInvoices.named("x", "a \"b\", c\r\nd");

        assertThat(rows(invoice)).anyMatch(row -> row.contains("a \"b\", c d"));
    }

    @Test
    void whatIsNoNumberIsNotWrittenAsOne() {
        assertThatThrownBy(() -> new CsvRow().number("=1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<List<String>> rows(IssuedInvoice invoice) {
        return parsed(new String(InvoiceCsv.of(invoice), UTF_8), ',');
    }

    /** As a spreadsheet program decides: by the first character, unless the cell is a number. */
    private static boolean wouldRun(String cell) {
        String bare = cell.strip();
        return !bare.isEmpty()
                && "=+-@\t\r\u0000＝＋－＠".indexOf(bare.charAt(0)) >= 0
                && !NUMBER.matcher(bare).matches();
    }

    /** As RFC 4180 has it, with a separator of one's own country. */
    private static List<List<String>> parsed(String csv, char separator) {
        assertThat(csv).startsWith("\uFEFF").endsWith("\r\n");
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 1; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"' && (quoted || cell.isEmpty())) {
                quoted = !quoted;
            } else if (!quoted && (c == separator || c == '\n')) {
                row.add(cell.toString().replaceAll("\r$", ""));
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                cell.append(c);
            }
        }
        return rows;
    }
}
