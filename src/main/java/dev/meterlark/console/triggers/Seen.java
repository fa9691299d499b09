package dev.meterlark.console.triggers;

import dev.meterlark.console.Problem;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * What a form was filled from, which it carries along: a change is held to that, and whoever comes
 * second is told.
 */
final class Seen {

    /** Of the field, and of the member of a wish that it becomes. */
    static final String REVISION = "revision";

    private Seen() {}

    static void into(ObjectNode wish, MultiValueMap<String, String> typed) {
        String revision = of(typed);
        if (!revision.isBlank()) {
            wish.set(REVISION, Typed.number(revision.strip()));
        }
    }

    /** Empty when the form carried nothing, as where it was not shown by us. */
    static String of(MultiValueMap<String, String> typed) {
        String revision = typed.getFirst(REVISION);
        return revision == null ? "" : revision;
    }

    /** Likewise null, where it is the moment of the last change. */
    static @Nullable Instant at(MultiValueMap<String, String> typed) {
        try {
            return of(typed).isBlank() ? null : Instant.parse(of(typed));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /**
     * Of a change that was refused: when that is because somebody else was first, the page says so,
     * and what was typed may be saved over what is there now.
     *
     * @param now what is there, as a form would carry it
     * @param address of a page that shows it
     */
    static void tell(
            RefusedException refusal,
            MultiValueMap<String, String> typed,
            String now,
            String address,
            Model model) {
        if (Problem.showOvertaken(refusal, of(typed), now, address, model)) {
            typed.set(REVISION, now);
        }
    }
}
