package dev.meterlark.billing.document;

import dev.meterlark.shared.CsvCell;

import java.util.regex.Pattern;

/**
 * One row of a CSV file, all of it on one line. A text is no formula to any program; a number is
 * checked to be one.
 */
final class CsvRow {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?|");
    private static final int LONGEST = 2_000;

    private final StringBuilder row = new StringBuilder();
    private int fields;

    CsvRow text(String text) {
        String bounded = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return field(CONTROL.matcher(CsvCell.of(bounded).written()).replaceAll(" "));
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

    @Override
    public String toString() {
        return row.toString();
    }
}
