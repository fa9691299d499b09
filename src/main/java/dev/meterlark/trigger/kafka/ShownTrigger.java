package dev.meterlark.trigger.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A trigger's own members as people see them: without the secret in any form. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownTrigger(
        List<Broker> brokers,
        String topic,
        String group,
        String start,
        @Nullable Instant startAt,
        ShownSecurity security,
        String keyFormat,
        String valueFormat,
        String shape) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ShownSecurity(boolean tls, @Nullable String caCertificate, @Nullable ShownSasl sasl) {

        static ShownSecurity of(Security security) {
            Sasl sasl = security.sasl();
            return new ShownSecurity(
                    security.encrypts(),
                    security.caCertificate(),
                    sasl == null ? null : new ShownSasl(sasl.kind(), sasl.login()));
        }
    }

    record ShownSasl(String mechanism, String user) {}

    static ShownTrigger of(KafkaTrigger trigger) {
        return new ShownTrigger(
                trigger.seeds(),
                trigger.source(),
                trigger.readers(),
                trigger.beginning(),
                trigger.startAt(),
                ShownSecurity.of(trigger.privacy()),
                trigger.keys().wireName(),
                trigger.values().wireName(),
                trigger.isInAwsShape() ? "aws" : "cloudevents");
    }
}
