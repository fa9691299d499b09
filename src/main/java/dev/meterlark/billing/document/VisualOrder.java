package dev.meterlark.billing.document;

import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;

/** Text in the order in which it is set from left to right, with Arabic letters joined. */
final class VisualOrder {

    private static final String BRACKETS = "()[]{}<>«»‹›";

    private VisualOrder() {}

    /** Of one line. Where nothing runs to the left, it is the text itself. */
    static String of(String line) {
        char[] characters = line.toCharArray();
        if (!Bidi.requiresBidi(characters, 0, characters.length)) {
            return line;
        }
        Bidi bidi = new Bidi(line, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
        int count = bidi.getRunCount();
        byte[] levels = new byte[count];
        String[] runs = new String[count];
        for (int i = 0; i < count; i++) {
            levels[i] = (byte) bidi.getRunLevel(i);
            String run = line.substring(bidi.getRunStart(i), bidi.getRunLimit(i));
            runs[i] = levels[i] % 2 == 0 ? run : turned(ArabicForms.joined(run));
        }
        Bidi.reorderVisually(levels, 0, runs, 0, count);
        return String.join("", runs);
    }

    /** Backwards, each letter with the marks that stand over it, brackets facing the other way. */
    private static String turned(String run) {
        List<String> clusters = new ArrayList<>();
        run.codePoints()
                .forEach(
                        each -> {
                            String text = Character.toString(mirrored(each));
                            if (isMark(each) && !clusters.isEmpty()) {
                                clusters.add(clusters.removeLast() + text);
                            } else {
                                clusters.add(text);
                            }
                        });
        return String.join("", clusters.reversed());
    }

    private static int mirrored(int codePoint) {
        int at = BRACKETS.indexOf(codePoint);
        return at < 0 ? codePoint : BRACKETS.charAt(at ^ 1);
    }

    static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }
}
