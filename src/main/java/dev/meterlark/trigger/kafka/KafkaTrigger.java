package dev.meterlark.trigger.kafka;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which records are wanted.
 *
 * @param group that offsets are committed for; made from the trigger's id when none is named
 * @param start where a group begins that has committed nothing: {@code earliest}, {@code latest},
 *     {@code timestamp}
 * @param startAt for {@code timestamp}: the first record of that time or later
 * @param keyFormat {@code text}, {@code json} or {@code base64}
 * @param valueFormat {@code json}, {@code text} or {@code base64}
 * @param shape {@code cloudevents}, or {@code aws} for what AWS hands to functions
 * @param sealedPassword for this trigger and these brokers alone
 */
record KafkaTrigger(
        @Nullable List<Broker> brokers,
        @Nullable String topic,
        @Nullable String group,
        @Nullable String start,
        @Nullable Instant startAt,
        @Nullable Security security,
        @Nullable String keyFormat,
        @Nullable String valueFormat,
        @Nullable String shape,
        @Nullable String sealedPassword) {

    static final String LATEST = "latest";
    static final String EARLIEST = "earliest";
    static final String TIMESTAMP = "timestamp";

    private static final int MOST_BROKERS = 20;
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern GROUP = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final String CLOUD_EVENTS = "cloudevents";
    private static final String AWS = "aws";

    KafkaTrigger {
        requireBrokers(brokers);
        brokers = brokers == null ? List.of() : List.copyOf(brokers);
        requireTopic(topic);
        if (group != null && !GROUP.matcher(group).matches()) {
            throw new IllegalArgumentException(
                    "group must be 1 to 200 printable characters without blanks, was: "
                            + Texts.shown(group));
        }
        start = start == null ? LATEST : start;
        requireStart(start, startAt);
        security = security == null ? Security.NONE : security;
        keyFormat = Form.of("keyFormat", keyFormat, Form.TEXT).wireName();
        valueFormat = Form.of("valueFormat", valueFormat, Form.JSON).wireName();
        shape = shape == null ? CLOUD_EVENTS : shape;
        if (!shape.equals(CLOUD_EVENTS) && !shape.equals(AWS)) {
            throw new IllegalArgumentException(
                    "shape is cloudevents or aws, was: " + Texts.shown(shape));
        }
    }

    static void requireBrokers(@Nullable List<Broker> brokers) {
        if (brokers == null || brokers.isEmpty() || brokers.size() > MOST_BROKERS) {
            throw new IllegalArgumentException(
                    "brokers must be 1 to %d, each with host and port, were: %d"
                            .formatted(MOST_BROKERS, brokers == null ? 0 : brokers.size()));
        }
    }

    static void requireTopic(@Nullable String topic) {
        if (topic == null
                || !TOPIC.matcher(topic).matches()
                || topic.equals(".")
                || topic.equals("..")) {
            throw new IllegalArgumentException(
                    "topic must be 1 to 249 letters, digits, '.', '_' and '-', was: "
                            + (topic == null ? "missing" : Texts.shown(topic)));
        }
    }

    private static void requireStart(String start, @Nullable Instant startAt) {
        boolean known = List.of(EARLIEST, LATEST, TIMESTAMP).contains(start);
        if (!known) {
            throw new IllegalArgumentException(
                    "start is earliest, latest or timestamp, was: " + Texts.shown(start));
        }
        if (start.equals(TIMESTAMP) != (startAt != null)) {
            throw new IllegalArgumentException(
                    "startAt goes with start: timestamp, as in 2026-01-31T12:00:00Z; start is "
                            + start);
        }
    }

    List<Broker> seeds() {
        return Objects.requireNonNull(brokers);
    }

    String source() {
        return Objects.requireNonNull(topic);
    }

    String readers() {
        return Objects.requireNonNull(group);
    }

    String beginning() {
        return Objects.requireNonNull(start);
    }

    Security privacy() {
        return Objects.requireNonNull(security);
    }

    Form keys() {
        return Form.of("keyFormat", keyFormat, Form.TEXT);
    }

    Form values() {
        return Form.of("valueFormat", valueFormat, Form.JSON);
    }

    boolean isInAwsShape() {
        return AWS.equals(shape);
    }

    /** Whether positions of one are positions of the other. */
    boolean readsTheSameAs(KafkaTrigger other) {
        return source().equals(other.source())
                && readers().equals(other.readers())
                && seeds().equals(other.seeds());
    }

    KafkaTrigger inGroup(String name) {
        return new KafkaTrigger(
                brokers,
                topic,
                name,
                start,
                startAt,
                security,
                keyFormat,
                valueFormat,
                shape,
                sealedPassword);
    }

    /**
     * @param sealed null for none
     */
    KafkaTrigger sealed(@Nullable String sealed) {
        return new KafkaTrigger(
                brokers,
                topic,
                group,
                start,
                startAt,
                privacy().withoutPassword(),
                keyFormat,
                valueFormat,
                shape,
                sealed);
    }

    /** The password must never get into a log by way of a record's text. */
    @Override
    public String toString() {
        return "%s of %s".formatted(topic, brokers);
    }
}
