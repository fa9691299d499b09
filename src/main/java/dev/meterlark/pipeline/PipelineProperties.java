package dev.meterlark.pipeline;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * What a pipeline may ask for.
 *
 * @param maxPipelines of one account
 * @param maxStages of one pipeline
 * @param maxVersions published ones of one pipeline
 * @param maxConcurrency elements at once that a stage may ask for
 * @param maxTimeout longest that one run may last, in whole seconds
 */
@ConfigurationProperties("meterlark.pipeline")
record PipelineProperties(
        @DefaultValue("200") int maxPipelines,
        @DefaultValue("20") int maxStages,
        @DefaultValue("100") int maxVersions,
        @DefaultValue("40") int maxConcurrency,
        @DefaultValue("15m") Duration maxTimeout) {

    /** As many as their JSON has room for. */
    private static final int MOST_STAGES = 50;

    PipelineProperties {
        between("max-pipelines", maxPipelines, 100_000);
        between("max-stages", maxStages, MOST_STAGES);
        between("max-versions", maxVersions, 100_000);
        between("max-concurrency", maxConcurrency, 1_000);
        if (maxTimeout.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "meterlark.pipeline.max-timeout must be at least 1s, was: " + maxTimeout);
        }
    }

    private static void between(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "meterlark.pipeline.%s must be 1 to %d, was: %d".formatted(key, most, value));
        }
    }
}
