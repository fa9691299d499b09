package dev.meterlark.console.code;

import dev.meterlark.console.DiffRow;
import dev.meterlark.console.LineDifference;
import dev.meterlark.console.Show;
import dev.meterlark.function.CodeComparison;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A file that differs.
 *
 * @param kind {@code added}, {@code removed} or {@code changed}
 * @param why there are no rows; null when there are
 */
record DiffFile(String path, String kind, List<DiffRow> rows, @Nullable String why) {

    static DiffFile of(CodeComparison.Item item) {
        CodeComparison.Side before = item.before();
        CodeComparison.Side after = item.after();
        String kind = before == null ? "added" : after == null ? "removed" : "changed";
        String old = before == null ? "" : before.text();
        String now = after == null ? "" : after.text();
        if (old == null || now == null) {
            String why =
                    "No text, or too large: %s before, %s after."
                            .formatted(size(before), size(after));
            return new DiffFile(item.path(), kind, List.of(), why);
        }
        return new DiffFile(item.path(), kind, DiffRow.of(LineDifference.of(old, now)), null);
    }

    private static String size(CodeComparison.@Nullable Side side) {
        return side == null ? "nothing" : Show.bytes(side.size());
    }
}
