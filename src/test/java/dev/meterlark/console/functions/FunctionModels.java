package dev.meterlark.console.functions;

import dev.meterlark.console.Filling;
import dev.meterlark.console.LogText;
import dev.meterlark.console.calls.AnswerText;
import dev.meterlark.console.calls.CallModels;
import dev.meterlark.worker.RuntimeOffer;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Models of the pages of functions. */
public final class FunctionModels {

    private final Filling with;
    private final String text;

    public FunctionModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        var calls = new CallModels(with);
        return Map.of(
                "functions/functions",
                with.model("functions", List.of(functionRow()), "more", false),
                "functions/function-new",
                with.model(
                        "runtimes",
                        choices(),
                        "starters",
                        Starter.of("nodejs"),
                        "kinds",
                        Starter.Kind.values(),
                        "source",
                        text,
                        "form",
                        form(),
                        "problem",
                        text),
                "functions/function",
                with.model(
                        "fn",
                        with.head(),
                        "month",
                        with.usage(),
                        "event",
                        text,
                        "call",
                        calls.call(),
                        "calls",
                        calls.rows(),
                        "log",
                        new LogText(text, null),
                        "answer",
                        new AnswerText(text, text)),
                "functions/environment",
                with.model(
                        "fn",
                        with.head(),
                        "variables",
                        List.of(
                                new EnvironmentPages.Variable(text, "", true, false),
                                new EnvironmentPages.Variable(text, text, false, true)),
                        "file",
                        text,
                        "count",
                        2));
    }

    private FunctionRow functionRow() {
        return new FunctionRow(text, text, true, Filling.NOW, "128", "12", true, "3.184 USD");
    }

    private Map<String, Object> form() {
        var names =
                "name runtime code file handler memoryMb timeout description concurrency"
                        + " maxConcurrency egress keepWarm";
        return Stream.of(names.split(" ")).collect(Collectors.toMap(name -> name, _ -> text));
    }

    private List<Runtimes.Choice> choices() {
        return List.of(new RuntimeOffer("nodejs20", "nodejs", text)).stream()
                .map(Runtimes.Choice::of)
                .toList();
    }
}
