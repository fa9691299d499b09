package dev.meterlark.billing.document;

import dev.meterlark.billing.document.Faces.Stretch;

import java.io.IOException;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Breaks texts into lines of a width, at words where it can and within them where it must. */
final class Typesetter {

    /** More is no name and no description. */
    private static final int LONGEST = 2_000;

    private final Faces faces;

    Typesetter(Faces faces) {
        this.faces = faces;
    }

    /**
     * @param text as it is read
     * @param width in points
     */
    record Line(String text, List<Stretch> stretches, float width) {

        /** Whether what is set cannot be read back as the text. */
        boolean differs() {
            StringBuilder set = new StringBuilder();
            stretches.forEach(each -> set.append(each.text()));
            return !set.toString().contentEquals(text);
        }
    }

    /**
     * @param most lines, of which the last ends with an ellipsis where there were more
     */
    List<Line> lines(String text, Style style, float width, int most) throws IOException {
        String clean = CleanText.of(text, LONGEST);
        List<Line> lines = new ArrayList<>();
        int from = 0;
        while (from < clean.length()) {
            int to = end(clean, from, style, width);
            boolean tooMuch = lines.size() == most - 1 && to < clean.length();
            lines.add(
                    tooMuch
                            ? cut(clean.substring(from, to).strip(), style, width)
                            : line(clean.substring(from, to).strip(), style));
            from = tooMuch ? clean.length() : to;
        }
        return lines;
    }

    /** Parts that stay whole, several in a line. */
    List<Line> joined(List<String> parts, Style style, float width, int most) throws IOException {
        List<Line> lines = new ArrayList<>();
        String row = "";
        for (String part : parts) {
            String more = row.isEmpty() ? part : row + " · " + part;
            if (row.isEmpty() || line(more, style).width() <= width) {
                row = more;
            } else {
                lines.addAll(lines(row, style, width, 1));
                row = part;
            }
        }
        lines.addAll(lines(row, style, width, 1));
        return lines.subList(0, Math.min(lines.size(), most));
    }

    Line line(String text, Style style) throws IOException {
        List<Stretch> stretches = faces.stretches(VisualOrder.of(text), style.bold());
        float width = 0;
        for (Stretch each : stretches) {
            width += each.width() * style.size();
        }
        return new Line(text, stretches, width);
    }

    private Line cut(String text, Style style, float width) throws IOException {
        int end = text.length();
        Line line = line(text + "…", style);
        while (line.width() > width && end > 0) {
            end = text.offsetByCodePoints(end, -1);
            line = line(text.substring(0, end).strip() + "…", style);
        }
        return line;
    }

    /** Where the line that begins there ends: behind its last whole word that fits. */
    private int end(String text, int from, Style style, float width) throws IOException {
        BreakIterator words = BreakIterator.getLineInstance(Locale.ROOT);
        words.setText(text);
        int fits = from;
        float used = 0;
        for (int next = words.following(from); ; next = words.next()) {
            if (next == BreakIterator.DONE) {
                return text.length();
            }
            String word = text.substring(fits, next);
            if (used + line(word.stripTrailing(), style).width() > width) {
                return fits > from ? fits : within(text, from, next, style, width);
            }
            used += line(word, style).width();
            fits = next;
            if (next == text.length()) {
                return next;
            }
        }
    }

    /** A word that is wider than the line: as many characters as fit, and at least one. */
    private int within(String text, int from, int to, Style style, float width) throws IOException {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text.substring(from, to));
        int fits = characters.next();
        float used = line(text.substring(from, from + fits), style).width();
        for (int next = characters.next(); next != BreakIterator.DONE; next = characters.next()) {
            used += line(text.substring(from + fits, from + next), style).width();
            if (used > width) {
                break;
            }
            fits = next;
        }
        return from + fits;
    }
}
