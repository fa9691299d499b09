package dev.meterlark.console.code;

import dev.meterlark.console.FunctionText;
import dev.meterlark.function.snapshot.CompiledSource;
import dev.meterlark.shared.RefusedException;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;

/**
 * A mistake that a compiler found.
 *
 * @param line 0 when it belongs to none
 */
record MistakeRow(int line, int column, String message) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Those that a refusal names; mostly none. */
    static List<MistakeRow> of(RefusedException refusal) {
        return refusal.members().get("mistakes") instanceof List<?> mistakes
                ? mistakes.stream()
                        .filter(CompiledSource.Mistake.class::isInstance)
                        .map(CompiledSource.Mistake.class::cast)
                        .map(MistakeRow::of)
                        .toList()
                : List.of();
    }

    private static MistakeRow of(CompiledSource.Mistake mistake) {
        return new MistakeRow(
                mistake.line(), mistake.column(), FunctionText.plain(mistake.message()));
    }

    /** As the editor takes them. */
    static String marks(List<MistakeRow> mistakes) {
        return JSON.writeValueAsString(
                mistakes.stream()
                        .filter(each -> each.line > 0)
                        .map(
                                each ->
                                        Map.of(
                                                "line", each.line,
                                                "column", Math.max(1, each.column),
                                                "message", each.message))
                        .toList());
    }
}
