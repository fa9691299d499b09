package dev.meterlark.function;

/** What a caller sent, repeated in an answer: bounded, and without what a terminal would obey. */
final class Shown {

    private static final int LONGEST = 80;

    private Shown() {}

    static String text(String sent) {
        String plain = sent.replaceAll("\\p{Cntrl}", "?");
        String cut = plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
        return "'" + cut + "'";
    }
}
