package dev.meterlark.storage.sqs;

import dev.meterlark.account.Page;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;
import dev.meterlark.storage.queue.QueueMessages;
import dev.meterlark.storage.queue.QueueSettings;
import dev.meterlark.storage.queue.QueueTags;
import dev.meterlark.storage.queue.QueueView;
import dev.meterlark.storage.queue.Queues;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Queues without their messages, as AWS has them. */
@Component
class QueueOperations {

    private static final String FIFO = ".fifo";
    private static final int MOST_LISTED = 1_000;

    private final Queues queues;
    private final QueueMessages messages;
    private final QueueTags tags;
    private final JsonMapper json;
    private final String region;

    QueueOperations(
            Queues queues,
            QueueMessages messages,
            QueueTags tags,
            JsonMapper json,
            @Value("${meterlark.region:us-east-1}") String region) {
        this.queues = queues;
        this.messages = messages;
        this.tags = tags;
        this.json = json;
        this.region = region;
    }

    /** A second time the same is as good as the first. */
    ObjectNode create(SqsCall call) {
        String name = call.members().required("QueueName");
        boolean fifo = name.endsWith(FIFO);
        Map<String, String> wanted = call.members().map("Attributes");
        QueueSettings settings = settings(call, wanted, fifo);
        try {
            asAttributes(() -> queues.create(call.caller(), name, ordered(settings, fifo)));
        } catch (RefusedException refusal) {
            Optional<QueueView> there = queues.find(call.caller(), name);
            if (refusal.code() != ErrorCode.CONFLICT || there.isEmpty()) {
                throw refusal;
            }
            requireSame(there.get(), wanted, call);
            return url(call, name);
        }
        Map<String, String> named = new HashMap<>(call.members().map("tags"));
        named.putAll(call.members().map("Tags")); // as the older form has them
        if (!named.isEmpty()) {
            tags.put(call.caller(), name, named);
        }
        return url(call, name);
    }

    private static QueueSettings ordered(QueueSettings settings, boolean fifo) {
        return new QueueSettings(
                settings.visibilityTimeout(),
                settings.retention(),
                settings.delay(),
                settings.maxReceives(),
                settings.deadLetterQueue(),
                fifo,
                settings.receiveWait(),
                settings.maxMessageSize(),
                settings.deduplicatesByContent());
    }

    private void requireSame(QueueView there, Map<String, String> wanted, SqsCall call) {
        Map<String, String> has = ShownAttributes.all(there, call, region);
        wanted.forEach(
                (name, value) -> {
                    String is = has.getOrDefault(name, value); // what is not shown is as wanted
                    boolean same =
                            name.equals("RedrivePolicy")
                                    ? Objects.equals(policy(is, call), policy(value, call))
                                            && (has.containsKey(name) || value.isBlank())
                                    : is.equals(value);
                    if (!same) {
                        throw new SqsException(
                                SqsError.QUEUE_EXISTS,
                                "A queue already exists with the same name and a different value"
                                        + " for attribute "
                                        + name);
                    }
                });
    }

    ObjectNode getUrl(SqsCall call) {
        String owner = call.members().text("QueueOwnerAWSAccountId");
        if (owner != null) {
            QueueAddress.requireOwn(owner, call.caller());
        }
        String name = call.members().required("QueueName");
        if (!queues.exists(call.caller().account(), name)) {
            throw unknown();
        }
        return url(call, name);
    }

    ObjectNode list(SqsCall call) {
        Integer most = call.members().number("MaxResults", 1, MOST_LISTED);
        String prefix = Objects.requireNonNullElse(call.members().text("QueueNamePrefix"), "");
        Page<String> page =
                queues.names(call.caller(), prefix, token(call), most == null ? MOST_LISTED : most);
        return listed(call, "QueueUrls", page, most != null);
    }

    ObjectNode deadLetterSources(SqsCall call) {
        Integer most = call.members().number("MaxResults", 1, MOST_LISTED);
        Page<String> page =
                queues.givingUpTo(
                        call.caller(),
                        call.queue(),
                        token(call),
                        most == null ? MOST_LISTED : most);
        return listed(call, "queueUrls", page, most != null);
    }

    private static @Nullable String token(SqsCall call) {
        return call.members().text("NextToken");
    }

    /** Only who says how many there may be is told where the list goes on. */
    private ObjectNode listed(SqsCall call, String member, Page<String> page, boolean goesOn) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode urls = answer.putArray(member);
        page.items().forEach(name -> urls.add(call.url(name)));
        if (goesOn && page.nextCursor() != null) {
            answer.put("NextToken", page.nextCursor());
        }
        return answer;
    }

    ObjectNode delete(SqsCall call) {
        queues.delete(call.caller(), call.queue());
        return nothing();
    }

    ObjectNode purge(SqsCall call) {
        messages.purge(call.caller(), call.queue());
        return nothing();
    }

    ObjectNode getAttributes(SqsCall call) {
        QueueView queue = queues.show(call.caller(), call.queue());
        Map<String, String> shown =
                ShownAttributes.of(
                        ShownAttributes.all(queue, call, region),
                        call.members().texts("AttributeNames"));
        ObjectNode answer = json.createObjectNode();
        if (!shown.isEmpty()) {
            put(answer.putObject("Attributes"), shown);
        }
        return answer;
    }

    ObjectNode setAttributes(SqsCall call) {
        Map<String, String> wanted = call.members().map("Attributes");
        if (wanted.isEmpty()) {
            throw SqsException.missing("Attributes");
        }
        String name = call.queue();
        QueueView queue = queues.find(call.caller(), name).orElseThrow(QueueOperations::unknown);
        QueueSettings settings = settings(call, wanted, queue.orderedByGroup());
        asAttributes(() -> queues.change(call.caller(), name, settings));
        return nothing();
    }

    ObjectNode tags(SqsCall call) {
        ObjectNode answer = json.createObjectNode();
        put(answer.putObject("Tags"), tags.of(call.caller(), call.queue()));
        return answer;
    }

    ObjectNode tag(SqsCall call) {
        tags.put(call.caller(), call.queue(), call.members().map("Tags"));
        return nothing();
    }

    ObjectNode untag(SqsCall call) {
        tags.remove(call.caller(), call.queue(), call.members().texts("TagKeys"));
        return nothing();
    }

    private QueueSettings settings(SqsCall call, Map<String, String> wanted, boolean fifo) {
        var attributes = new WantedAttributes(wanted, fifo);
        RedrivePolicy policy = policy(wanted.get("RedrivePolicy"), call);
        if (policy != null && !policy.queue().isEmpty()) {
            requireTarget(policy, fifo, call.caller());
        }
        return attributes.settings(policy);
    }

    private void requireTarget(RedrivePolicy policy, boolean fifo, Caller caller) {
        Optional<QueueView> target = queues.find(caller, policy.queue());
        if (target.isEmpty()) {
            throw SqsException.invalid(
                    "RedrivePolicy",
                    Shown.text(policy.queue()),
                    "Dead letter target does not exist.");
        }
        if (target.get().orderedByGroup() != fifo) {
            throw SqsException.invalid(
                    "RedrivePolicy",
                    Shown.text(policy.queue()),
                    "Dead letter queue must be the same type of queue as the source.");
        }
    }

    private @Nullable RedrivePolicy policy(@Nullable String written, SqsCall call) {
        return RedrivePolicy.read(written, call.caller(), json);
    }

    /** What the queues refuse about their settings is about attributes here. */
    private static void asAttributes(Supplier<QueueView> change) {
        try {
            QueueView _ = change.get();
        } catch (RefusedException refusal) {
            if (refusal.code() == ErrorCode.REQUEST_INVALID
                    && !refusal.publicText().startsWith("name ")) {
                throw new SqsException(
                        SqsError.INVALID_ATTRIBUTE_VALUE,
                        "Invalid value for a parameter: " + refusal.publicText());
            }
            throw refusal;
        }
    }

    private ObjectNode url(SqsCall call, String name) {
        return json.createObjectNode().put("QueueUrl", call.url(name));
    }

    private ObjectNode nothing() {
        return json.createObjectNode();
    }

    private static void put(ObjectNode to, Map<String, String> texts) {
        texts.forEach(to::put);
    }

    static SqsException unknown() {
        return new SqsException(
                SqsError.QUEUE_DOES_NOT_EXIST, "The specified queue does not exist.");
    }
}
