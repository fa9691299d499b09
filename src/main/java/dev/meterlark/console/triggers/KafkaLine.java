package dev.meterlark.console.triggers;

import dev.meterlark.trigger.kafka.KafkaConnectionView;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A Kafka of the account's own in a list, and at the head of its page.
 *
 * @param user null where nobody in particular connects
 */
record KafkaLine(
        String name,
        List<String> brokers,
        boolean encrypted,
        boolean ownAuthority,
        @Nullable String mechanism,
        @Nullable String user,
        Instant createdAt,
        Instant changedAt) {

    /** What may be said of one, and nothing else: brokers, and who we are to them. */
    static final List<Field> FIELDS =
            OutsideFields.kafka().stream()
                    .filter(
                            field ->
                                    field.name().equals("brokers")
                                            || field.name().startsWith("security."))
                    .toList();

    static KafkaLine of(KafkaConnectionView view) {
        MultiValueMap<String, String> filled = filled(view);
        String brokers = Objects.requireNonNullElse(filled.getFirst("brokers"), "");
        return new KafkaLine(
                view.name(),
                brokers.lines().toList(),
                filled.getFirst("security.tls") != null,
                filled.getFirst("security.caCertificate") != null,
                filled.getFirst("security.sasl.mechanism"),
                filled.getFirst("security.sasl.user"),
                view.createdAt(),
                view.changedAt());
    }

    /** As a form asks for it; a secret is told nobody. */
    static MultiValueMap<String, String> filled(KafkaConnectionView view) {
        return Filled.of(JsonMapper.shared().<JsonNode>valueToTree(view), FIELDS);
    }
}
