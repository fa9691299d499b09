package dev.meterlark.storage.queue;

import dev.meterlark.account.AuditLog;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What people note on queues. It changes nothing. */
@Service
@Transactional
public class QueueTags {

    private static final TypeReference<TreeMap<String, String>> TAGS = new TypeReference<>() {};
    private static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private final QueueRows queues;
    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final JsonMapper json;

    QueueTags(QueueRows queues, JdbcClient jdbc, AuditLog audit, JsonMapper json) {
        this.queues = queues;
        this.jdbc = jdbc;
        this.audit = audit;
        this.json = json;
    }

    /** By name. */
    @Transactional(readOnly = true)
    public Map<String, String> of(Caller caller, String name) {
        return read(queues.find(caller.account(), name).orElseThrow(Queues::unknown));
    }

    /** Beside those that are there; one of the same name is replaced. */
    public void put(Caller caller, String name, Map<String, String> tags) {
        tags.forEach(QueueTags::check);
        Queue queue = queues.lock(caller.account(), name).orElseThrow(Queues::unknown);
        TreeMap<String, String> after = read(queue);
        after.putAll(tags);
        if (after.size() > MOST) {
            throw invalid("a queue may have %d tags, and would have %d", MOST, after.size());
        }
        write(caller, queue, after);
    }

    /** Those that are not there stay so. */
    public void remove(Caller caller, String name, Collection<String> keys) {
        Queue queue = queues.lock(caller.account(), name).orElseThrow(Queues::unknown);
        TreeMap<String, String> after = read(queue);
        keys.forEach(after::remove);
        write(caller, queue, after);
    }

    private void write(Caller caller, Queue queue, Map<String, String> tags) {
        jdbc.sql("update message_queue set tags = ? where id = ?")
                .param(tags.isEmpty() ? null : json.writeValueAsString(tags))
                .param(queue.id().value())
                .update();
        audit.record(caller, "queue.tagged", Queues.subject(queue), Map.of("tags", tags.keySet()));
    }

    private TreeMap<String, String> read(Queue queue) {
        String written =
                jdbc.sql("select coalesce(tags, '{}') as tags from message_queue where id = ?")
                        .param(queue.id().value())
                        .query(String.class)
                        .single();
        return json.readValue(written, TAGS);
    }

    private static void check(String key, String value) {
        if (key.isEmpty() || key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
            throw invalid(
                    "a tag must be 1 to %d characters, and its value at most %d, was: %s",
                    LONGEST_KEY, LONGEST_VALUE, Shown.text(key));
        }
    }

    private static RefusedException invalid(String text, Object... values) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text.formatted(values));
    }
}
