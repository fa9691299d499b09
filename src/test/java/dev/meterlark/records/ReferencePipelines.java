package dev.meterlark.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The pipelines of {@link ReferenceModel}: lists of functions by name. */
final class ReferencePipelines {

    private static final class Pipeline {

        private List<String> stages;
        private final List<List<String>> published = new ArrayList<>();

        private Pipeline(List<String> stages) {
            this.stages = stages;
        }
    }

    private final TreeMap<String, Pipeline> pipelines = new TreeMap<>();

    int create(String name, List<String> stages, Set<String> functions) {
        if (pipelines.containsKey(name)) {
            return 409;
        }
        if (!functions.containsAll(stages)) {
            return 400;
        }
        pipelines.put(name, new Pipeline(stages));
        return 201;
    }

    int change(String name, List<String> stages, Set<String> functions) {
        Pipeline pipeline = pipelines.get(name);
        if (pipeline == null) {
            return 404;
        }
        if (!functions.containsAll(stages)) {
            return 400;
        }
        pipeline.stages = stages;
        return 200;
    }

    /** The newest one again when nothing has changed since. */
    int publish(String name) {
        Pipeline pipeline = pipelines.get(name);
        if (pipeline == null) {
            return 404;
        }
        boolean again =
                !pipeline.published.isEmpty()
                        && pipeline.published.getLast().equals(pipeline.stages);
        if (!again) {
            pipeline.published.add(pipeline.stages);
        }
        return again ? 200 : 201;
    }

    /** With its versions. */
    int delete(String name) {
        return pipelines.remove(name) == null ? 404 : 204;
    }

    /** Empty when there is no such pipeline. */
    List<String> stages(String name) {
        Pipeline pipeline = pipelines.get(name);
        return pipeline == null ? List.of() : pipeline.stages;
    }

    /** Whether a function is a stage, of what is or of what was published. */
    boolean use(String function) {
        return pipelines.values().stream()
                .anyMatch(
                        pipeline ->
                                pipeline.stages.contains(function)
                                        || pipeline.published.stream()
                                                .anyMatch(stages -> stages.contains(function)));
    }

    List<String> names() {
        return List.copyOf(pipelines.keySet());
    }
}
