package dev.meterlark.records;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the platform should answer, without any of what makes it fast or durable. Each operation
 * changes the model and returns the status that the product owes.
 */
final class ReferenceModel {

    static final int NO_CODE = -1;
    static final String LATEST = "$LATEST";

    /** What a call of it runs with. */
    record Content(int code, int memory) {}

    /**
     * @param contents one of these answers, when the status is that of a call that was run
     */
    record Expected(int status, Set<Content> contents) {

        static Expected refused(int status) {
            return new Expected(status, Set.of());
        }
    }

    private record Alias(int version, @Nullable Integer other) {

        boolean leadsTo(int number) {
            return version == number || Integer.valueOf(number).equals(other);
        }
    }

    private static final class Function {

        private Content latest = new Content(NO_CODE, 128);
        private int lastNumber;
        private final TreeMap<Integer, Content> versions = new TreeMap<>();
        private final TreeMap<String, Alias> aliases = new TreeMap<>();
        private final TreeMap<String, String> shifts = new TreeMap<>();
        private boolean hasRole;
    }

    private final TreeMap<String, Function> functions = new TreeMap<>();
    private final ReferencePipelines pipelines = new ReferencePipelines();
    private final Map<String, String> later = new HashMap<>();

    int create(String name) {
        return functions.putIfAbsent(name, new Function()) == null ? 201 : 409;
    }

    int change(String name, int memory) {
        Function function = functions.get(name);
        if (function == null) {
            return 404;
        }
        function.latest = new Content(function.latest.code, memory);
        return 200;
    }

    int upload(String name, int code) {
        Function function = functions.get(name);
        if (function == null) {
            return 404;
        }
        function.latest = new Content(code, function.latest.memory);
        return 200;
    }

    /** With its versions, aliases and role; not while it is a stage. */
    int delete(String name) {
        if (functions.containsKey(name) && pipelines.use(name)) {
            return 409;
        }
        return functions.remove(name) == null ? 404 : 204;
    }

    int createPipeline(String name, List<String> stages) {
        return pipelines.create(name, stages, functions.keySet());
    }

    int changePipeline(String name, List<String> stages) {
        return pipelines.change(name, stages, functions.keySet());
    }

    int publishPipeline(String name) {
        return pipelines.publish(name);
    }

    int deletePipeline(String name) {
        return pipelines.delete(name);
    }

    /** Each stage is run, and what the last one answers is the answer. */
    Expected run(String pipeline) {
        List<String> stages = pipelines.stages(pipeline);
        if (stages.isEmpty()) {
            return Expected.refused(404);
        }
        return stages.stream().anyMatch(stage -> function(stage).latest.code == NO_CODE)
                ? Expected.refused(409)
                : new Expected(200, Set.of(function(stages.getLast()).latest));
    }

    List<String> pipelines() {
        return pipelines.names();
    }

    int giveRole(String name) {
        Function function = functions.get(name);
        if (function == null) {
            return 404;
        }
        function.hasRole = true;
        return 200;
    }

    boolean hasRole(String name) {
        return function(name).hasRole;
    }

    /**
     * From the one version that an alias points at; a part of the calls goes to the other at once.
     */
    int shift(String name, String alias, int to) {
        Function function = functions.get(name);
        Alias from = function == null ? null : function.aliases.get(alias);
        if (function == null || from == null) {
            return 404;
        }
        if (from.other != null || from.version == to || !function.versions.containsKey(to)) {
            return 409;
        }
        function.aliases.put(alias, new Alias(from.version, to));
        return 201;
    }

    void shifting(String name, String alias, String shift) {
        function(name).shifts.put(alias, shift);
    }

    /** Null when there is none under way. */
    @Nullable String shift(String name, String alias) {
        Function function = functions.get(name);
        return function == null ? null : function.shifts.get(alias);
    }

    void aborted(String name, String alias) {
        Function function = function(name);
        function.shifts.remove(alias);
        function.aliases.computeIfPresent(alias, (_, now) -> new Alias(now.version, null));
    }

    /** The newest one again when nothing has changed since. */
    int publish(String name) {
        Function function = functions.get(name);
        if (function == null) {
            return 404;
        }
        if (function.latest.code == NO_CODE) {
            return 409;
        }
        Map.Entry<Integer, Content> newest = function.versions.lastEntry();
        if (newest != null && newest.getValue().equals(function.latest)) {
            return 200;
        }
        function.versions.put(++function.lastNumber, function.latest);
        return 201;
    }

    int deleteVersion(String name, int number) {
        Function function = functions.get(name);
        if (function == null || !function.versions.containsKey(number)) {
            return 404;
        }
        if (function.aliases.values().stream().anyMatch(alias -> alias.leadsTo(number))) {
            return 409;
        }
        function.versions.remove(number);
        return 204;
    }

    /**
     * @param other gets half of the calls; null for none
     */
    int point(String name, String alias, int number, @Nullable Integer other) {
        if (Integer.valueOf(number).equals(other)) {
            return 400;
        }
        Function function = functions.get(name);
        if (function == null) {
            return 404;
        }
        if (!function.versions.containsKey(number)
                || (other != null && !function.versions.containsKey(other))) {
            return 409;
        }
        if (function.shifts.containsKey(alias)) {
            return 409;
        }
        return function.aliases.put(alias, new Alias(number, other)) == null ? 201 : 200;
    }

    int unpoint(String name, String alias) {
        Function function = functions.get(name);
        if (function == null || !function.aliases.containsKey(alias)) {
            return 404;
        }
        if (function.shifts.containsKey(alias)) {
            return 409;
        }
        function.aliases.remove(alias);
        return 204;
    }

    /**
     * @param success the status when it can be run
     */
    Expected call(String name, String qualifier, int success) {
        Function function = functions.get(name);
        if (function == null) {
            return Expected.refused(404);
        }
        Set<Content> contents = contents(function, qualifier);
        if (contents.isEmpty()) {
            return Expected.refused(404);
        }
        return contents.stream().anyMatch(content -> content.code == NO_CODE)
                ? Expected.refused(409)
                : new Expected(success, contents);
    }

    /** Accepted for a time that does not come: it waits, whatever becomes of its function. */
    void waits(String id) {
        later.put(id, "queued");
    }

    Set<String> waiting() {
        var waiting = new TreeSet<String>();
        later.forEach(
                (id, status) -> {
                    if (status.equals("queued")) {
                        waiting.add(id);
                    }
                });
        return waiting;
    }

    int cancel(String id) {
        return later.replace(id, "cancelled") == null ? 404 : 200;
    }

    Map<String, String> statuses() {
        return Map.copyOf(later);
    }

    List<String> names() {
        return List.copyOf(functions.keySet());
    }

    List<String> versions(String name) {
        return function(name).versions.descendingKeySet().stream().map(String::valueOf).toList();
    }

    List<String> aliases(String name) {
        return List.copyOf(function(name).aliases.keySet());
    }

    private Function function(String name) {
        Function function = functions.get(name);
        if (function == null) {
            throw new IllegalArgumentException("no function " + name);
        }
        return function;
    }

    private static Set<Content> contents(Function function, String qualifier) {
        if (qualifier.equals(LATEST)) {
            return Set.of(function.latest);
        }
        Alias alias = function.aliases.get(qualifier);
        if (alias != null) {
            return Set.copyOf(
                    function.versions.entrySet().stream()
                            .filter(version -> alias.leadsTo(version.getKey()))
                            .map(Map.Entry::getValue)
                            .toList());
        }
        Content version =
                qualifier.matches("[1-9][0-9]*")
                        ? function.versions.get(Integer.valueOf(qualifier))
                        : null;
        return version == null ? Set.of() : Set.of(version);
    }
}
