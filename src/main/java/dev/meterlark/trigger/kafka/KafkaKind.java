package dev.meterlark.trigger.kafka;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.BatchShape;
import dev.meterlark.trigger.Capabilities;
import dev.meterlark.trigger.Feed;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerKind;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/** Records of a topic in a Kafka that the tenant runs. */
@Component
class KafkaKind implements TriggerKind<KafkaTrigger> {

    private final Passwords passwords;
    private final KafkaRows rows;
    private final Sights sights;
    private final ObjectProvider<KafkaFeed> feed;

    KafkaKind(Passwords passwords, KafkaRows rows, Sights sights, ObjectProvider<KafkaFeed> feed) {
        this.passwords = passwords;
        this.rows = rows;
        this.sights = sights;
        this.feed = feed;
    }

    @Override
    public String type() {
        return "kafka";
    }

    @Override
    public Class<KafkaTrigger> configuration() {
        return KafkaTrigger.class;
    }

    /** Whether a broker answers is seen later: nobody's transaction waits for a stranger. */
    @Override
    public KafkaTrigger checked(Trigger<KafkaTrigger> wanted) {
        KafkaTrigger asked = wanted.configuration();
        KafkaTrigger named =
                asked.group() == null ? asked.inGroup("meterlark-" + wanted.id()) : asked;
        try {
            return named.sealed(
                    passwords.sealed(
                            KafkaFeed.owner(wanted),
                            named.seeds(),
                            named.privacy(),
                            named.sealedPassword()));
        } catch (TroubleException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, e.publicText(), String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.STREAM;
    }

    @Override
    public JsonNode sample(Trigger<KafkaTrigger> trigger) {
        return new RecordShape(trigger.configuration()).sample();
    }

    @Override
    public BatchShape shape(JsonNode batch) {
        return AwsRecords.isOne(batch) ? AwsRecords.of(batch) : BatchShape.EVENTS;
    }

    @Override
    public Map<String, Object> facts(Trigger<KafkaTrigger> trigger) {
        return sights.facts(trigger.account(), trigger.id());
    }

    @Override
    public Object shown(KafkaTrigger configuration) {
        return ShownTrigger.of(configuration);
    }

    @Override
    public @Nullable Feed<KafkaTrigger> feed() {
        return feed.getObject();
    }

    @Override
    public void made(Trigger<KafkaTrigger> trigger) {
        rows.insert(trigger.account(), trigger.id());
    }

    /** A position says nothing of another topic. */
    @Override
    public void changed(Trigger<KafkaTrigger> before, Trigger<KafkaTrigger> after) {
        if (!before.configuration().readsTheSameAs(after.configuration())) {
            rows.delete(before.id());
            rows.insert(after.account(), after.id());
        }
    }

    @Override
    public void removed(Trigger<KafkaTrigger> trigger) {
        rows.delete(trigger.id());
    }
}
