package dev.meterlark.console.code;

import dev.meterlark.console.DiffRow;
import dev.meterlark.console.Filling;
import dev.meterlark.console.LineDifference;
import dev.meterlark.console.functions.CallTargetModels;
import dev.meterlark.console.functions.SampleEvent;

import java.util.List;
import java.util.Map;

/** Models of the pages of a function's code. */
public final class CodeModels {

    private final Filling with;
    private final String text;

    public CodeModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        var mistakes = List.of(new MistakeRow(1, 1, text), new MistakeRow(0, 0, text));
        return Map.of(
                "code/diff",
                with.model(
                        "fn",
                        with.head(),
                        "versions",
                        List.of("$LATEST", text),
                        "from",
                        text,
                        "to",
                        "$LATEST",
                        "published",
                        true,
                        "files",
                        List.of(
                                new DiffFile(
                                        text,
                                        "changed",
                                        DiffRow.of(LineDifference.of("a\n" + text, "b\n" + text)),
                                        null)),
                        "next",
                        "/functions/x/code/diff?cursor=x"),
                "code/code",
                with.model(
                        "fn",
                        with.head(),
                        "files",
                        List.of(new FileRow(text, text, "/functions/x/code?file=x", true)),
                        "next",
                        "/functions/x/code?cursor=x",
                        "download",
                        "/functions/x/code/download",
                        "open",
                        new OpenFile(text, text, text, text, "javascript", false),
                        "digest",
                        text,
                        "refused",
                        text,
                        "mistakes",
                        mistakes,
                        "marks",
                        MistakeRow.marks(mistakes),
                        "event",
                        text,
                        "samples",
                        List.of(new SampleEvent(text, text, text)),
                        "targets",
                        CallTargetModels.any(text)));
    }
}
