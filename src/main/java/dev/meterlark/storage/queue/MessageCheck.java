package dev.meterlark.storage.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which messages a queue takes. */
@Component
class MessageCheck {

    private static final int MOST_ATTRIBUTES = 10;
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z0-9_.-]{1,256}");

    /** Group and deduplication id: what AWS takes. */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final QueueProperties properties;
    private final JsonMapper json;

    MessageCheck(QueueProperties properties, JsonMapper json) {
        this.properties = properties;
        this.json = json;
    }

    List<Checked> check(Queue queue, List<NewMessage> messages, Instant now) {
        if (messages.isEmpty() || messages.size() > properties.maxBatch()) {
            throw invalid(
                    "messages must be 1 to %d at once, were: %d"
                            .formatted(properties.maxBatch(), messages.size()));
        }
        List<Checked> checked = messages.stream().map(each -> check(queue, each, now)).toList();
        long bytes = checked.stream().mapToLong(Checked::bytes).sum();
        if (bytes > properties.maxBatchSize().toBytes()) {
            throw new RefusedException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "messages sent at once may have %d bytes together, and have %d"
                            .formatted(properties.maxBatchSize().toBytes(), bytes));
        }
        return checked;
    }

    private Checked check(Queue queue, NewMessage message, Instant now) {
        byte[] body = message.body().getBytes(UTF_8);
        String attributes = attributes(message.attributes());
        int bytes = body.length + bytes(message.attributes()) + bytes(message.attributeTypes());
        long most =
                Math.min(properties.maxMessageSize().toBytes(), queue.terms().maxMessageBytes());
        if (bytes > most) {
            throw new RefusedException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "a message may have %d bytes, body and attributes together, and has %d"
                            .formatted(most, bytes));
        }
        Duration delay =
                QueueTerms.seconds(
                        "delaySeconds",
                        message.delaySeconds(),
                        Duration.ZERO,
                        QueueTerms.LONGEST_DELAY,
                        queue.terms().delay());
        return new Checked(
                MessageId.random(),
                body,
                attributes,
                message.attributeTypes().isEmpty()
                        ? null
                        : json.writeValueAsString(message.attributeTypes()),
                bytes,
                now.plus(delay),
                group(queue, message.group()),
                deduplicationId(queue, message, body));
    }

    private static int bytes(Map<String, String> texts) {
        return texts.entrySet().stream()
                .mapToInt(
                        each ->
                                each.getKey().length() // ASCII
                                        + each.getValue().getBytes(UTF_8).length)
                .sum();
    }

    private static @Nullable String deduplicationId(Queue queue, NewMessage message, byte[] body) {
        boolean byContent = queue.ordered() && queue.terms().deduplicatesByContent();
        return message.deduplicationId() == null && byContent
                ? sha256(body)
                : key("deduplicationId", message.deduplicationId());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private @Nullable String attributes(Map<String, String> attributes) {
        if (attributes.isEmpty()) {
            return null;
        }
        if (attributes.size() > MOST_ATTRIBUTES) {
            throw invalid(
                    "attributes must be at most %d, were: %d"
                            .formatted(MOST_ATTRIBUTES, attributes.size()));
        }
        for (String name : attributes.keySet()) {
            if (!ATTRIBUTE.matcher(name).matches()) {
                throw invalid(
                        "the name of an attribute must be 1 to 256 letters, digits, _, - and .,"
                                + " was: "
                                + Shown.text(name));
            }
        }
        return json.writeValueAsString(attributes);
    }

    private static @Nullable String group(Queue queue, @Nullable String group) {
        if (queue.ordered() == (group != null)) {
            return key("group", group);
        }
        throw invalid(
                queue.ordered()
                        ? "the queue is ordered by group, so a message needs its group"
                        : "the queue is not ordered by group: leave group out, or make a queue with"
                                + " orderedByGroup; group was: "
                                + Shown.text(group));
    }

    private static @Nullable String key(String name, @Nullable String key) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw invalid(
                    "%s must be 1 to 128 letters, digits and signs of ASCII, was: %s"
                            .formatted(name, Shown.text(key)));
        }
        return key;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
