package dev.meterlark.shared;

import java.util.regex.Pattern;

/**
 * A text as one cell of a CSV file (RFC 4180) that no spreadsheet program takes for a formula,
 * whatever it takes for the end of a cell: programs of some countries split at semicolons, and know
 * no quotes within a cell.
 *
 * @param written with the quotes that it needs
 */
public record CsvCell(String written) {

    private static final String FIRST_OF_FORMULA = "[=+\\-@＝＋－＠]";
    private static final Pattern FORMULA =
            Pattern.compile("(^|[;,|\t\r\n\"])([^\\S\t\r\n]*)(?=" + FIRST_OF_FORMULA + ")");

    /** Of these JSON has the first two only within its texts, and no others than them. */
    private static final Pattern FORMULA_IN_JSON =
            Pattern.compile("[;|](?=\\s*" + FIRST_OF_FORMULA + ")");

    private static final String ENDS_CELLS = "\",;|\t\r\n";

    /** An apostrophe stands before what would begin a formula; nothing else of it changes. */
    public static CsvCell of(String text) {
        String defused = FORMULA.matcher(text).replaceAll("$1'$2");
        boolean control = !text.isEmpty() && Character.isISOControl(text.charAt(0));
        return quoted(control && !defused.startsWith("'") ? "'" + defused : defused);
    }

    /** The same JSON: what would end a cell before a formula is written by its code. */
    public static CsvCell ofJson(String json) {
        return quoted(
                FORMULA_IN_JSON
                        .matcher(json)
                        .replaceAll(end -> "\\\\u%04x".formatted((int) end.group().charAt(0))));
    }

    private static CsvCell quoted(String text) {
        boolean needed = text.chars().anyMatch(c -> ENDS_CELLS.indexOf(c) >= 0);
        return new CsvCell(needed ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }

    @Override
    public String toString() {
        return written;
    }
}
