package dev.meterlark.console.pipelines;

import dev.meterlark.console.Filling;
import dev.meterlark.console.calls.AnswerText;
import dev.meterlark.pipeline.PipelineVersionView;
import dev.meterlark.pipeline.PipelineView;
import dev.meterlark.pipeline.StageView;

import java.util.List;
import java.util.Map;

/** Models of the pages of pipelines. */
public final class PipelineModels {

    private final Filling with;
    private final String text;

    public PipelineModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        var stage = new StageView(text, text, new StageView.EachView(10), text);
        var pipeline =
                new PipelineView(
                        Filling.ID,
                        text,
                        text,
                        text,
                        List.of(stage, stage),
                        300,
                        "3",
                        1,
                        Filling.NOW,
                        Filling.NOW);
        var version = new PipelineVersionView("3", text, text, List.of(stage), 300, Filling.NOW);
        return Map.of(
                "pipelines/pipelines",
                with.model("pipelines", List.of(pipeline), "next", text),
                "pipelines/pipeline",
                with.model(
                        "pipeline",
                        pipeline,
                        "versions",
                        List.of(version),
                        "event",
                        text,
                        "run",
                        Filling.ID,
                        "answer",
                        new AnswerText(text, text),
                        "failure",
                        text),
                "pipelines/pipeline-form",
                with.model(
                        "form", new PipelineForm(text, text, text, "300", "7"), "pipeline", text),
                "pipelines/pipeline-delete",
                with.model("pipeline", pipeline));
    }
}
