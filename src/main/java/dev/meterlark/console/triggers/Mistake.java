package dev.meterlark.console.triggers;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Where a text stops being JSON. */
record Mistake(int line, int column) {

    static Mistake of(JacksonException failure) {
        TokenStreamLocation at = failure.getLocation();
        return at == null ? new Mistake(1, 1) : new Mistake(at.getLineNr(), at.getColumnNr());
    }

    String words() {
        return "look at line %d, column %d".formatted(line, column);
    }
}
