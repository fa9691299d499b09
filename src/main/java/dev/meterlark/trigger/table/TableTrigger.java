package dev.meterlark.trigger.table;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * What is a table trigger's own.
 *
 * @param table by its name
 * @param start {@code now}, as usual, or {@code beginning}: with the items that are there when it
 *     begins
 */
record TableTrigger(String table, String start) {

    private static final Set<String> STARTS = Set.of("now", "beginning");

    TableTrigger(@Nullable String table, @Nullable String start) {
        if (table == null) {
            throw invalid("table is missing: the name of the table whose changes are wanted");
        }
        this.table = table;
        this.start = start == null ? "now" : start;
        if (!STARTS.contains(this.start)) {
            throw invalid("start must be now or beginning, was: " + Shown.text(start));
        }
    }

    boolean fromBeginning() {
        return start.equals("beginning");
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
