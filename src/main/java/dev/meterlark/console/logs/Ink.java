package dev.meterlark.console.logs;

import dev.meterlark.console.FunctionText;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a line in one colour, as the terminal sequences before it said; all others are left
 * out.
 *
 * @param ink a class of the console's styles; empty for the usual one
 */
record Ink(String text, String ink) {

    /** Select Graphic Rendition: the only sequence that says how text looks. */
    private static final Pattern COLOUR = Pattern.compile("\\x1b\\[([0-9;]{0,40})m");

    /** More pieces than this are shown in one colour. */
    private static final int MOST = 200;

    static List<Ink> of(String line) {
        List<Ink> pieces = new ArrayList<>();
        Matcher next = COLOUR.matcher(line);
        int from = 0;
        String ink = "";
        while (pieces.size() < MOST && next.find()) {
            add(pieces, line.substring(from, next.start()), ink);
            ink = ink(next.group(1), ink);
            from = next.end();
        }
        add(pieces, line.substring(from), ink);
        return pieces;
    }

    private static void add(List<Ink> pieces, String raw, String ink) {
        String text = FunctionText.plain(raw);
        if (!text.isEmpty()) {
            pieces.add(new Ink(text, ink));
        }
    }

    private static String ink(String codes, String before) {
        String ink = before;
        for (String code : codes.split(";", -1)) {
            ink =
                    switch (code) {
                        case "", "0", "39" -> "";
                        case "31", "91" -> "ink-bad";
                        case "32", "92" -> "ink-good";
                        case "33", "93" -> "ink-warn";
                        case "34", "94", "35", "95", "36", "96" -> "ink-accent";
                        case "2", "90" -> "ink-faint";
                        default -> ink;
                    };
        }
        return ink;
    }
}
