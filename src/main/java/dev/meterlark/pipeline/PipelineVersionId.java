package dev.meterlark.pipeline;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

import java.util.UUID;

@Embeddable
record PipelineVersionId(
        @Column(name = "pipeline_id") UUID pipeline, @Column(name = "number") int number) {}
