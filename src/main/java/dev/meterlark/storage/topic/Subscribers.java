package dev.meterlark.storage.topic;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of subscribers that there are here beside queues. */
@Component
class Subscribers {

    static final String QUEUE = "queue";

    private final ObjectProvider<Subscriber> all;

    Subscribers(ObjectProvider<Subscriber> all) {
        this.all = all;
    }

    Optional<Subscriber> find(String kind) {
        return all.stream().filter(each -> each.kind().equals(kind)).findFirst();
    }

    Subscriber named(String kind) {
        return find(kind)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.REQUEST_INVALID,
                                        "a subscription is of a queue or of one of %s, was: %s"
                                                .formatted(
                                                        all.stream()
                                                                .map(Subscriber::kind)
                                                                .sorted()
                                                                .collect(Collectors.joining(", ")),
                                                        kind)));
    }
}
