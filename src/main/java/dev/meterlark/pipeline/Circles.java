package dev.meterlark.pipeline;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Component;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Refuses a pipeline that names itself, directly or through others, by whatever of their versions:
 * to be asked while the account is locked, so that no two that close a circle pass each other.
 */
@Component
class Circles {

    private final PipelineRows pipelines;
    private final PipelineVersionRows versions;

    Circles(PipelineRows pipelines, PipelineVersionRows versions) {
        this.pipelines = pipelines;
        this.versions = versions;
    }

    void requireNone(AccountId account, String name, List<StageView> stages) {
        Map<String, String> leadsTo = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        names(stages).forEach(each -> reach(each, name, leadsTo, open));
        while (!open.isEmpty()) {
            String next = open.remove();
            if (next.equals(name)) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "a pipeline cannot run itself, and this would: " + way(name, leadsTo));
            }
            behind(account, next).forEach(each -> reach(each, next, leadsTo, open));
        }
    }

    private static void reach(
            String stage, String from, Map<String, String> leadsTo, Deque<String> open) {
        if (leadsTo.putIfAbsent(stage, from) == null) {
            open.add(stage);
        }
    }

    /** Nothing is behind a function. */
    private Set<String> behind(AccountId account, String name) {
        return pipelines
                .findByAccountAndName(account, name)
                .map(
                        pipeline -> {
                            Set<String> names = new HashSet<>(names(pipeline.stages()));
                            versions.of(account, pipeline.id().value())
                                    .forEach(version -> names.addAll(names(version.stages())));
                            return names;
                        })
                .orElse(Set.of());
    }

    private static String way(String name, Map<String, String> leadsTo) {
        Deque<String> way = new ArrayDeque<>(List.of(name));
        String from = leadsTo.getOrDefault(name, name);
        while (!from.equals(name)) {
            way.addFirst(from);
            from = leadsTo.getOrDefault(from, name);
        }
        return Stream.concat(Stream.of(name), way.stream())
                .reduce((a, b) -> a + " → " + b)
                .orElse(name);
    }

    private static Set<String> names(List<StageView> stages) {
        Set<String> names = new HashSet<>();
        stages.forEach(stage -> names.add(stage.function()));
        return names;
    }
}
