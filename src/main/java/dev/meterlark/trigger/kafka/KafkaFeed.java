package dev.meterlark.trigger.kafka;

import dev.meterlark.trigger.Feed;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerReport;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Reads a trigger's topic for as long as the trigger is this node's. One node reads the whole
 * topic, as a member of its group that is known by the trigger's id: when it dies, whoever takes
 * the lease takes its place in the group at once.
 */
@Component
class KafkaFeed implements Feed<KafkaTrigger> {

    private final Gates gates;
    private final Passwords passwords;
    private final KafkaRows rows;
    private final Sights sights;
    private final ObjectProvider<Handover> handover;
    private final TriggerReport report;
    private final KafkaProperties properties;

    KafkaFeed(
            Gates gates,
            Passwords passwords,
            KafkaRows rows,
            Sights sights,
            ObjectProvider<Handover> handover,
            TriggerReport report,
            KafkaProperties properties) {
        this.gates = gates;
        this.passwords = passwords;
        this.rows = rows;
        this.sights = sights;
        this.handover = handover;
        this.report = report;
        this.properties = properties;
    }

    @Override
    public void feed(Trigger<KafkaTrigger> trigger, Ownership ownership) throws Exception {
        KafkaTrigger asked = trigger.configuration();
        var connection =
                new Connection(
                        asked.seeds(),
                        asked.privacy(),
                        passwords.open(
                                owner(trigger),
                                asked.seeds(),
                                asked.privacy(),
                                asked.sealedPassword()));
        var run =
                new FeedRun(
                        trigger,
                        ownership,
                        gates.of(trigger.account()),
                        connection,
                        rows.positions(trigger.id()),
                        properties);
        try {
            run.run(new FeedRun.Listeners(handover.getObject(), report, sights));
        } catch (TroubleException e) {
            sights.trouble(trigger, ownership, e.publicText());
            throw e;
        } finally {
            sights.ended(trigger);
        }
    }

    static String owner(Trigger<KafkaTrigger> trigger) {
        return "%s/trigger/%s".formatted(trigger.account(), trigger.id());
    }
}
