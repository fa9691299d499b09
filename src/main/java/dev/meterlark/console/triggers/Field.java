package dev.meterlark.console.triggers;

import java.util.List;

/**
 * One member of a trigger as a form asks for it.
 *
 * @param name of the member; with dots where it is within others
 * @param usual what a new form says
 * @param choices of {@link Kind#CHOICE} and {@link Kind#SEVERAL}
 * @param suggested whose names are suggested
 * @param once whether it is decided when a trigger is made
 * @param more whether it stands among what few people need
 */
record Field(
        String name,
        String label,
        Kind kind,
        String usual,
        String hint,
        List<Choice> choices,
        Suggested suggested,
        boolean required,
        boolean once,
        boolean more) {

    /** How it is typed, and what becomes of it. */
    enum Kind {
        TEXT,
        /** Several lines of text, as one. */
        AREA,
        NUMBER,
        CHOICE,
        SEVERAL,
        SWITCH,
        /** A list, one on each line. */
        LINES,
        /** Hosts with their ports, one on each line. */
        ADDRESSES,
        /** An object of texts: a name, {@code =} and its value on each line. */
        PAIRS,
        JSON,
        /** JSON, or the text of it in which names stand bare. */
        TEMPLATE,
        /** Shown to nobody; empty for the one that is kept. */
        SECRET,
        /** In UTC, to the second. */
        TIME
    }

    /** Whose names somebody may choose from. */
    enum Suggested {
        NOTHING,
        BUCKETS,
        QUEUES,
        TOPICS,
        TABLES,
        ZONES,
        EXPRESSIONS
    }

    record Choice(String value, String label) {}

    static Field of(Kind kind, String name, String label) {
        return new Field(
                name, label, kind, "", "", List.of(), Suggested.NOTHING, false, false, false);
    }

    static Field text(String name, String label) {
        return of(Kind.TEXT, name, label);
    }

    static Field number(String name, String label, String usual) {
        return of(Kind.NUMBER, name, label).usually(usual);
    }

    /** Of which the first is the usual one. */
    static Field choice(String name, String label, Choice... choices) {
        return new Field(
                name,
                label,
                Kind.CHOICE,
                choices[0].value(),
                "",
                List.of(choices),
                Suggested.NOTHING,
                false,
                false,
                false);
    }

    static Field several(String name, String label, String usual, Choice... choices) {
        return new Field(
                name,
                label,
                Kind.SEVERAL,
                usual,
                "",
                List.of(choices),
                Suggested.NOTHING,
                false,
                false,
                false);
    }

    static Choice choose(String value, String label) {
        return new Choice(value, label);
    }

    Field usually(String text) {
        return new Field(name, label, kind, text, hint, choices, suggested, required, once, more);
    }

    Field hint(String text) {
        return new Field(name, label, kind, usual, text, choices, suggested, required, once, more);
    }

    Field suggesting(Suggested names) {
        return new Field(name, label, kind, usual, hint, choices, names, required, once, more);
    }

    Field needed() {
        return new Field(name, label, kind, usual, hint, choices, suggested, true, once, more);
    }

    Field decidedOnce() {
        return new Field(name, label, kind, usual, hint, choices, suggested, required, true, more);
    }

    Field seldom() {
        return new Field(name, label, kind, usual, hint, choices, suggested, required, once, true);
    }

    /** In a page: a name with a dot is none that a style or a script finds easily. */
    public String id() {
        return "f-" + name.replace('.', '-');
    }

    boolean isNested() {
        return name.indexOf('.') >= 0;
    }

    /** The member that it is, or is within. */
    String member() {
        return isNested() ? name.substring(0, name.indexOf('.')) : name;
    }
}
