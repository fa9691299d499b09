package dev.meterlark.pipeline;

import org.jspecify.annotations.Nullable;

/** What a caller sent, repeated in an answer: bounded, and without what a terminal would obey. */
final class Shown {

    private static final int LONGEST = 80;

    private Shown() {}

    static String text(@Nullable String sent) {
        if (sent == null) {
            return "nothing";
        }
        String plain = sent.replaceAll("\\p{Cntrl}", "?");
        return "'" + (plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain) + "'";
    }
}
