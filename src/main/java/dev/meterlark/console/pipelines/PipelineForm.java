package dev.meterlark.console.pipelines;

import dev.meterlark.pipeline.PipelineSettings;
import dev.meterlark.pipeline.PipelineView;
import dev.meterlark.pipeline.StageWish;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/**
 * What was typed into the form of a pipeline; kept as text, so that the form shows it again.
 *
 * @param definition stages as one line, as in {@code parse|enrich*|store}; or, beginning with a
 *     bracket, their list as JSON, for what a line cannot say
 * @param revision that it had when the form was shown
 */
record PipelineForm(
        @Nullable String name,
        @Nullable String description,
        @Nullable String definition,
        @Nullable String timeout,
        @Nullable String revision) {

    static final PipelineForm BLANK = new PipelineForm("", "", "", "300", null);

    static PipelineForm of(PipelineView pipeline) {
        String line = pipeline.definition();
        return new PipelineForm(
                pipeline.name(),
                pipeline.description(),
                line == null
                        ? JsonMapper.shared().valueToTree(pipeline.stages()).toPrettyString()
                        : line,
                String.valueOf(pipeline.timeout()),
                String.valueOf(pipeline.revision()));
    }

    /** Null when the form carried none, as where it was not shown by us. */
    @Nullable Long seen() {
        try {
            return revision == null || revision.isBlank() ? null : Long.valueOf(revision);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The same, over what is there now. */
    PipelineForm over(PipelineView now) {
        return new PipelineForm(
                name, description, definition, timeout, String.valueOf(now.revision()));
    }

    PipelineSettings settings() {
        String text = definition == null ? "" : definition.strip();
        boolean list = text.startsWith("[");
        return new PipelineSettings(
                description, list ? null : text, list ? stages(text) : null, seconds());
    }

    private static List<@Nullable StageWish> stages(String text) {
        try {
            return List.of(JsonMapper.shared().readValue(text, StageWish[].class));
        } catch (JacksonException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "stages must be a line as in parse|enrich*|store, or a list of them as JSON");
        }
    }

    private @Nullable Integer seconds() {
        if (timeout == null || timeout.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(timeout.strip());
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, "timeout must be a whole number, was: " + timeout);
        }
    }
}
