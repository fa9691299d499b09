package dev.meterlark.console.home;

/**
 * Something that somebody should look at.
 *
 * @param mood {@code bad} for what does harm now, {@code warn} for what will
 * @param text more of it, in its own words; empty for nothing
 * @param href where it is seen to
 */
record Concern(String mood, String title, String text, String href) {

    static Concern bad(String title, String text, String href) {
        return new Concern("bad", title, text, href);
    }

    static Concern warn(String title, String text, String href) {
        return new Concern("warn", title, text, href);
    }
}
