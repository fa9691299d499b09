package dev.meterlark.pipeline;

import java.util.List;

/** What a version of a pipeline is, all of it checked. */
record Plan(String description, List<StageView> stages, int timeoutSeconds) {

    Plan {
        stages = List.copyOf(stages);
    }
}
