package dev.meterlark.trigger.queue;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which messages of a batch a function's answer says have failed, as AWS reads it: one that names
 * none of the batch makes all of it fail. In an ordered queue, those of a group behind one that
 * failed have failed with it, so that none overtakes it.
 */
final class FailedItems {

    private FailedItems() {}

    static Set<String> of(byte[] answer, List<InFlight> batch, JsonMapper json) {
        JsonNode failures = read(answer, json).path("batchItemFailures");
        if (!failures.isArray() || failures.isEmpty()) {
            return Set.of();
        }
        Set<String> all = batch.stream().map(InFlight::id).collect(Collectors.toSet());
        Set<String> failed = new HashSet<>();
        for (JsonNode each : failures) {
            String id = each.path("itemIdentifier").asString("");
            if (!all.contains(id)) {
                return all;
            }
            failed.add(id);
        }
        return withThoseBehind(failed, batch);
    }

    private static Set<String> withThoseBehind(Set<String> failed, List<InFlight> batch) {
        Set<String> stuck = new HashSet<>();
        Set<String> all = new HashSet<>(failed);
        for (InFlight each : batch) {
            String group = each.message().group();
            if (group != null && (failed.contains(each.id()) || stuck.contains(group))) {
                stuck.add(group);
                all.add(each.id());
            }
        }
        return all;
    }

    /** An answer that is no JSON says nothing of its messages. */
    private static JsonNode read(byte[] answer, JsonMapper json) {
        try {
            return json.readTree(answer);
        } catch (JacksonException e) {
            return json.createObjectNode();
        }
    }
}
