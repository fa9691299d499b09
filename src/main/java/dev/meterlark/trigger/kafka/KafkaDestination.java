package dev.meterlark.trigger.kafka;

import dev.meterlark.function.snapshot.DestinationTarget.OfKafka;
import dev.meterlark.invocation.Destination;
import dev.meterlark.invocation.Notice;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.LinkedHashMap;
import java.util.Map;

/** A topic of a Kafka that the tenant runs, to which the record of a call's end is written. */
@Component
class KafkaDestination implements Destination<OfKafka> {

    private static final String TYPE = "dev.meterlark.call.ended";

    private final ConnectionRows connections;
    private final ObjectProvider<Producers> producers;

    KafkaDestination(ConnectionRows connections, ObjectProvider<Producers> producers) {
        this.connections = connections;
        this.producers = producers;
    }

    @Override
    public Class<OfKafka> type() {
        return OfKafka.class;
    }

    @Override
    public @Nullable String refusal(AccountId account, OfKafka target) {
        try {
            KafkaTrigger.requireTopic(target.topic());
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
        return connections.find(account, target.connection()).isPresent()
                ? null
                : missing(target.connection());
    }

    private static String missing(String connection) {
        return "there is no Kafka connection '%s' to tell".formatted(connection);
    }

    /** Told again, it is a record with the same id. */
    @Override
    public Carried tell(OfKafka target, Notice notice) {
        ConnectionRow row = connections.find(notice.account(), target.connection()).orElse(null);
        if (row == null) {
            return new Carried.Failed(missing(target.connection()), null);
        }
        try {
            return producers
                    .getObject()
                    .of(row)
                    .write(
                            new OpenProducer.Outgoing(
                                    target.topic(),
                                    target.key().isEmpty()
                                            ? notice.call().toString()
                                            : target.key(),
                                    notice.record(),
                                    headers(notice)));
        } catch (TroubleException e) {
            return new Carried.Failed(e.publicText(), null);
        }
    }

    /** Those of a CloudEvent in the binary form. */
    private static Map<String, String> headers(Notice notice) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", notice.id().toString());
        headers.put("ce_type", TYPE);
        headers.put("ce_source", "/functions/" + notice.function());
        headers.put("ce_subject", notice.call().toString());
        headers.put("content-type", "application/json");
        return headers;
    }
}
