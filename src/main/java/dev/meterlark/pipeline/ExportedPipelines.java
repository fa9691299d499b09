package dev.meterlark.pipeline;

import dev.meterlark.account.ExportBounds;
import dev.meterlark.account.ExportPart;
import dev.meterlark.account.ExportSink;
import dev.meterlark.account.Page;
import dev.meterlark.shared.Caller;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.List;

/** Pipelines as they are, and as they were published. */
@Component
@Order(2)
class ExportedPipelines implements ExportPart {

    private static final int AT_ONCE = 100;

    private final Pipelines pipelines;
    private final PipelineVersions versions;

    ExportedPipelines(Pipelines pipelines, PipelineVersions versions) {
        this.pipelines = pipelines;
        this.versions = versions;
    }

    @Override
    public String tells(ExportBounds bounds) {
        return """
        pipelines.jsonl    pipelines as they are
        pipelines/         the published versions of each
        """;
    }

    @Override
    public void write(Caller caller, ExportSink sink) throws IOException {
        List<String> names =
                sink.lines(
                        "pipelines.jsonl",
                        PipelineView::name,
                        cursor -> {
                            PipelineList stretch = pipelines.list(caller, cursor, AT_ONCE);
                            return new Page<>(stretch.items(), stretch.nextCursor());
                        });
        for (String name : names) {
            sink.lines(
                    "pipelines/%s.jsonl".formatted(name),
                    cursor -> {
                        PipelineVersionList stretch = versions.list(caller, name, cursor, AT_ONCE);
                        return new Page<>(stretch.items(), stretch.nextCursor());
                    });
        }
    }
}
