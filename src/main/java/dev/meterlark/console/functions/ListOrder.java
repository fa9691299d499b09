package dev.meterlark.console.functions;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * By what the list of functions is in order, and which of them it is about, as its address says.
 *
 * @param reversed against the way that is usual: names from the end, numbers from the least, the
 *     oldest change first
 */
record ListOrder(By by, boolean reversed, Only only) {

    static final ListOrder USUAL = new ListOrder(By.NAME, false, Only.ALL);

    /** A column. */
    enum By {
        NAME("Name"),
        CALLS("Calls"),
        ERRORS("Errors"),
        P95("p95"),
        COST("Cost today"),
        CHANGED("Last change");

        private final String title;

        By(String title) {
            this.title = title;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it is known from calls alone. */
        boolean isOfCalls() {
            return switch (this) {
                case CALLS, ERRORS, P95 -> true;
                case NAME, COST, CHANGED -> false;
            };
        }
    }

    /** How those do that are shown. */
    enum Only {
        ALL("Any health"),
        FAILING("Failing"),
        THROTTLED("Turned away"),
        IDLE("Idle");

        private final String title;

        Only(String title) {
            this.title = title;
        }

        public String word() {
            return this == ALL ? "" : name().toLowerCase(Locale.ROOT);
        }

        public String title() {
            return title;
        }
    }

    /**
     * The head of a column.
     *
     * @param sort what its link asks for: this column, and the other way when it is in order
     *     already
     * @param state for {@code aria-sort}; null when it is not in order by this
     */
    record Column(String title, String sort, @Nullable String state) {}

    /**
     * @param sort {@code calls}, or {@code -calls} against the usual way; empty for names
     * @param health empty for any
     */
    static ListOrder of(String sort, String health) {
        boolean reversed = sort.startsWith("-");
        String column = reversed ? sort.substring(1) : sort;
        By by =
                column.isEmpty()
                        ? By.NAME
                        : Arrays.stream(By.values())
                                .filter(each -> each.word().equals(column))
                                .findFirst()
                                .orElseThrow(() -> unknown("sort", words(By.values()), sort));
        Only only =
                Arrays.stream(Only.values())
                        .filter(each -> each.word().equals(health))
                        .findFirst()
                        .orElseThrow(() -> unknown("health", "failing, throttled, idle", health));
        return new ListOrder(by, reversed, only);
    }

    /** Whether the database has it in this order. */
    boolean isUsual() {
        return equals(USUAL);
    }

    boolean needsCalls() {
        return by.isOfCalls() || only != Only.ALL;
    }

    /** As the address says it; empty for the usual one. */
    String word() {
        return by == By.NAME && !reversed ? "" : (reversed ? "-" : "") + by.word();
    }

    Column column(By of) {
        boolean here = of == by;
        String sort = here && !reversed ? "-" + of.word() : of.word();
        boolean ascending = (of == By.NAME) != reversed;
        return new Column(of.title, sort, here ? ascending ? "ascending" : "descending" : null);
    }

    private static String words(By[] all) {
        List<String> words = Arrays.stream(all).map(By::word).toList();
        return String.join(", ", words);
    }

    private static RefusedException unknown(String what, String known, String was) {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID, "%s is one of %s; was: %s".formatted(what, known, was));
    }
}
