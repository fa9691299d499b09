package dev.meterlark.trigger.kafka;

/** What was sent, repeated to people: bounded, and without what a terminal would obey. */
final class Texts {

    private static final int LONGEST = 80;

    private Texts() {}

    static String shown(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return "'" + (plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain) + "'";
    }
}
