package dev.meterlark.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.invocation.BatchAnswers;
import dev.meterlark.invocation.Event;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Heeds {@code batchItemFailures} of batches that were handed over in order, as AWS does for
 * streams: tried again from the first event on that failed, so that the order is kept. One that
 * names no event of the batch makes all of it fail.
 */
@Component
class ItemFailures implements BatchAnswers {

    private final Kinds kinds;
    private final JsonMapper json;

    ItemFailures(Kinds kinds, JsonMapper json) {
        this.kinds = kinds;
        this.json = json;
    }

    @Override
    public Optional<Remaining> remaining(Event event, byte[] answer) {
        JsonNode failures = read(answer).path("batchItemFailures");
        if (!failures.isArray() || failures.isEmpty()) {
            return Optional.empty();
        }
        JsonNode batch = read(event.payload());
        BatchShape shape = shape(event, batch);
        if (shape == null) {
            return Optional.empty();
        }
        List<JsonNode> events = shape.events(batch);
        int first = first(events, shape, failures);
        byte[] rest =
                first == 0
                        ? event.payload()
                        : shape.written(events.subList(first, events.size()))
                                .toString()
                                .getBytes(UTF_8);
        return Optional.of(
                new Remaining(
                        rest,
                        "the function answered that %d of %d events of its batch failed"
                                .formatted(failures.size(), events.size())));
    }

    /** A replay is still a batch, but its source does not say of which type. */
    private @Nullable BatchShape shape(Event event, JsonNode batch) {
        return kinds.all().values().stream()
                .filter(kind -> kind.capabilities().partialFailures())
                .filter(
                        kind ->
                                event.source().equals(kind.kind().type())
                                        || event.source().equals(Event.REPLAY))
                .map(kind -> kind.kind().shape(batch))
                .filter(each -> !each.events(batch).isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static int first(List<JsonNode> events, BatchShape shape, JsonNode failures) {
        Set<JsonNode> failed = new HashSet<>();
        failures.forEach(each -> failed.add(each.path("itemIdentifier")));
        int first = events.size();
        int found = 0;
        for (int i = events.size() - 1; i >= 0; i--) {
            if (failed.contains(shape.idOf(events.get(i)))) {
                first = i;
                found++;
            }
        }
        return found < failed.size() ? 0 : first;
    }

    private JsonNode read(byte[] bytes) {
        try {
            return json.readTree(bytes);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
