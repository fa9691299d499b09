package dev.meterlark.pipeline;

import dev.meterlark.function.PointsAt;
import dev.meterlark.function.TakenNames;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What pipelines keep others from doing to functions: deleting what is a stage, taking a name. */
@Component
class Pointing implements PointsAt, TakenNames {

    private final PipelineRows pipelines;
    private final PipelineVersionRows versions;

    Pointing(PipelineRows pipelines, PipelineVersionRows versions) {
        this.pipelines = pipelines;
        this.versions = versions;
    }

    @Override
    public List<String> at(AccountId account, String function, @Nullable String qualifier) {
        String pattern = StagesColumn.naming(function);
        List<String> pointing = new ArrayList<>();
        for (Pipeline each : pipelines.naming(account.value(), pattern)) {
            if (calls(each.stages(), function, qualifier)) {
                pointing.add("pipeline " + each.name());
            }
        }
        Map<FunctionId, String> names = new HashMap<>();
        for (PipelineVersion each : versions.naming(account.value(), pattern)) {
            if (calls(each.stages(), function, qualifier)) {
                pointing.add(
                        "pipeline %s:%d"
                                .formatted(
                                        names.computeIfAbsent(each.pipeline(), this::name),
                                        each.number()));
            }
        }
        pipelines.withAsyncPolicy(account).stream()
                .filter(each -> !each.name().equals(function))
                .filter(each -> each.async().tells(function, qualifier))
                .forEach(each -> pointing.add("destination of pipeline " + each.name()));
        return pointing;
    }

    @Override
    public Optional<String> takenBy(AccountId account, String name) {
        return pipelines.existsByAccountAndName(account, name)
                ? Optional.of("a pipeline")
                : Optional.empty();
    }

    private String name(FunctionId pipeline) {
        return pipelines.findById(pipeline).map(Pipeline::name).orElse("that is gone");
    }

    private static boolean calls(
            List<StageView> stages, String function, @Nullable String qualifier) {
        return stages.stream()
                .filter(stage -> stage.function().equals(function))
                .anyMatch(stage -> qualifier == null || stage.qualifier().equals(qualifier));
    }
}
