package dev.meterlark.billing.document;

import java.util.regex.Pattern;

/**
 * One row of a CSV file. A text is defused, so that no program takes it for a formula: an
 * apostrophe stands before what would begin one, also behind what other programs take for the end
 * of a cell. A number is not; it is checked to be one.
 */
final class CsvRow {

    private static final Pattern FORMULA =
            Pattern.compile("(^|[;,|\t\r\n\"])(\\s*)(?=[=+\\-@＝＋－＠])");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?|");
    private static final int LONGEST = 2_000;

    private final StringBuilder row = new StringBuilder();
    private int fields;

    CsvRow text(String text) {
        boolean began = !text.isEmpty() && Character.isISOControl(text.charAt(0));
        String bounded = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        String defused = FORMULA.matcher(bounded).replaceAll("$1'$2");
        String clean = CONTROL.matcher(defused).replaceAll(" ");
        String whole = began && !clean.startsWith("'") ? "'" + clean : clean;
        boolean plain = whole.chars().allMatch(CsvRow::isPlain);
        return field(plain ? whole : '"' + whole.replace("\"", "\"\"") + '"');
    }

    CsvRow number(String number) {
        if (!NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException("no plain decimal number: " + number);
        }
        return field(number);
    }

    CsvRow empty(int count) {
        for (int i = 0; i < count; i++) {
            field("");
        }
        return this;
    }

    int fields() {
        return fields;
    }

    private CsvRow field(String text) {
        if (fields > 0) {
            row.append(',');
        }
        row.append(text);
        fields++;
        return this;
    }

    private static boolean isPlain(int character) {
        return character < 0x80 && Character.isLetterOrDigit(character)
                || character == '-'
                || character == '.'
                || character == ' ';
    }

    @Override
    public String toString() {
        return row.toString();
    }
}
