package dev.meterlark.storage.sqs;

import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.QueueMessages;
import dev.meterlark.storage.queue.QueueView;
import dev.meterlark.storage.queue.Sent;

import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Several at once, each of which succeeds or fails for itself. */
@Component
class BatchOperations {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private final MessageOperations single;
    private final QueueMessages messages;
    private final JsonMapper json;

    BatchOperations(MessageOperations single, QueueMessages messages, JsonMapper json) {
        this.single = single;
        this.messages = messages;
        this.json = json;
    }

    /** What came of each entry, by its id. */
    private final class Outcome {

        private final ObjectNode answer = json.createObjectNode();
        private final ArrayNode successful = answer.putArray("Successful");
        private final ArrayNode failed = answer.putArray("Failed");

        void good(String id, ObjectNode facts) {
            successful.add(json.createObjectNode().put("Id", id).setAll(facts));
        }

        void bad(String id, SqsError error, String message) {
            failed.addObject()
                    .put("Id", id)
                    .put("SenderFault", error.isSenders())
                    .put("Code", error.code())
                    .put("Message", message);
        }

        void attempt(String id, Consumer<Outcome> work) {
            try {
                work.accept(this);
            } catch (SqsException e) {
                bad(id, e.error(), e.text());
            } catch (RefusedException e) {
                bad(id, SqsError.of(e), e.publicText());
            }
        }
    }

    ObjectNode delete(SqsCall call) {
        String queue = existing(call);
        Outcome outcome = new Outcome();
        entries(call)
                .forEach(
                        (id, entry) ->
                                outcome.attempt(
                                        id,
                                        o -> {
                                            single.delete(call, queue, entry);
                                            o.good(id, json.createObjectNode());
                                        }));
        return outcome.answer;
    }

    ObjectNode changeVisibility(SqsCall call) {
        String queue = existing(call);
        Outcome outcome = new Outcome();
        entries(call)
                .forEach(
                        (id, entry) ->
                                outcome.attempt(
                                        id,
                                        o -> {
                                            single.changeVisibility(call, queue, entry);
                                            o.good(id, json.createObjectNode());
                                        }));
        return outcome.answer;
    }

    private String existing(SqsCall call) {
        String name = call.queue();
        messages.requireQueue(call.caller().account(), name);
        return name;
    }

    /** In one transaction where all of them are good, which is nearly always. */
    ObjectNode send(SqsCall call) {
        String name = call.queue();
        QueueView queue = single.queue(call, name);
        Outcome outcome = new Outcome();
        Map<String, SentMessage> good = new LinkedHashMap<>();
        entries(call)
                .forEach(
                        (id, entry) ->
                                outcome.attempt(
                                        id, _ -> good.put(id, SentMessage.read(entry, queue))));
        requireShort(good);
        try {
            send(call, name, good, outcome);
        } catch (RefusedException together) {
            good.forEach(
                    (id, each) -> outcome.attempt(id, o -> send(call, name, Map.of(id, each), o)));
        }
        return outcome.answer;
    }

    private void send(
            SqsCall call, String queue, Map<String, SentMessage> wanted, Outcome outcome) {
        if (wanted.isEmpty()) {
            return;
        }
        List<Sent> sent =
                messages.send(
                        call.caller().account(),
                        queue,
                        wanted.values().stream().map(SentMessage::wanted).toList());
        int at = 0;
        for (Map.Entry<String, SentMessage> each : wanted.entrySet()) {
            outcome.good(each.getKey(), each.getValue().answer(sent.get(at++), json));
        }
    }

    private static void requireShort(Map<String, SentMessage> wanted) {
        long bytes = wanted.values().stream().mapToLong(SentMessage::bytes).sum();
        if (bytes > SentMessage.MOST_BYTES) {
            throw new SqsException(
                    SqsError.BATCH_TOO_LONG,
                    "Batch requests cannot be longer than %d bytes. You have sent %d bytes."
                            .formatted(SentMessage.MOST_BYTES, bytes));
        }
    }

    private static Map<String, Members> entries(SqsCall call) {
        List<Members> entries = call.members().entries("Entries");
        if (entries.isEmpty()) {
            throw new SqsException(
                    SqsError.EMPTY_BATCH, "There should be at least one entry in the request.");
        }
        if (entries.size() > MessageOperations.MOST_AT_ONCE) {
            throw new SqsException(
                    SqsError.TOO_MANY_ENTRIES,
                    "Maximum number of entries per request are %d. You have sent %d."
                            .formatted(MessageOperations.MOST_AT_ONCE, entries.size()));
        }
        Map<String, Members> byId = new LinkedHashMap<>();
        Set<String> twice = new HashSet<>();
        for (Members each : entries) {
            String id = each.required("Id");
            if (!ID.matcher(id).matches()) {
                throw new SqsException(
                        SqsError.INVALID_BATCH_ID,
                        "A batch entry id can only contain alphanumeric characters, hyphens and"
                                + " underscores. It can be at most 80 letters long.");
            }
            if (byId.put(id, each) != null) {
                twice.add(id);
            }
        }
        if (!twice.isEmpty()) {
            throw new SqsException(
                    SqsError.IDS_NOT_DISTINCT,
                    "Id %s repeated.".formatted(twice.iterator().next()));
        }
        return byId;
    }
}
