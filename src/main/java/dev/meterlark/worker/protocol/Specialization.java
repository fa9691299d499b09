package dev.meterlark.worker.protocol;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a runtime that was started without a function is told to become: asked for once, given once.
 * To every other asker the path does not exist. Belongs to the event loop of its conversation.
 */
final class Specialization {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private boolean awaited;
    private boolean given;
    private @Nullable Connection asking;
    private @Nullable Answer answer;

    /** Completes, on the loop, when the runtime asks. Any thread may look. */
    CompletableFuture<Void> asked() {
        return asked;
    }

    /** From now on there is something to ask for. */
    void await() {
        awaited = true;
    }

    void asks(Connection connection) {
        if (!awaited || given || asking != null) {
            connection.answer(Answer.NOT_FOUND);
            return;
        }
        asking = connection;
        connection.park();
        asked.complete(null);
        Answer known = answer;
        if (known != null) {
            give(known);
        }
    }

    void give(Answer environment) {
        answer = environment;
        Connection connection = asking;
        if (connection != null) {
            given = true;
            asking = null;
            answer = null;
            connection.answer(environment);
            connection.unpark();
        }
    }

    /** A connection that asked has gone; another may ask. */
    void left(Connection connection) {
        if (asking == connection) {
            asking = null;
        }
    }

    /** In ASCII alone: half a surrogate pair in a value is no reason to fail. */
    static Answer answer(Map<String, String> environment) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeName("environment");
            json.writeStartObject();
            environment.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeEndObject();
        }
        return Answer.specialization(text.toString());
    }
}
