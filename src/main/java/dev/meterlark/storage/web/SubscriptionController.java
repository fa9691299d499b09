package dev.meterlark.storage.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.storage.topic.SubscriptionView;
import dev.meterlark.storage.topic.SubscriptionWish;
import dev.meterlark.storage.topic.Subscriptions;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Instant;

/** Who gets the events of a topic. */
@RestController
@RequestMapping("/api/v1/topics/{topic}/subscriptions")
class SubscriptionController {

    private final Subscriptions subscriptions;

    SubscriptionController(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @GetMapping
    @Access(Permission.STORAGE_READ)
    Page<SubscriptionView> list(
            Caller caller,
            @PathVariable String topic,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return subscriptions.list(caller, topic, cursor, limit);
    }

    @PostMapping
    @Access(Permission.STORAGE_MANAGE)
    ResponseEntity<SubscriptionView> subscribe(
            Caller caller, @PathVariable String topic, @RequestBody SubscriptionWish subscribe) {
        SubscriptionView made = subscriptions.subscribe(caller, topic, subscribe);
        return ResponseEntity.created(
                        URI.create(
                                "/api/v1/topics/%s/subscriptions/%s".formatted(topic, made.name())))
                .body(made);
    }

    @GetMapping("/{subscription}")
    @Access(Permission.STORAGE_READ)
    SubscriptionView show(
            Caller caller, @PathVariable String topic, @PathVariable String subscription) {
        return subscriptions.show(caller, topic, subscription);
    }

    /**
     * Another filter; without one, every event.
     *
     * @param unchangedSince {@code changedAt} as it was read; when it is another by then, nothing
     *     changes
     */
    @PutMapping("/{subscription}")
    @Access(Permission.STORAGE_MANAGE)
    SubscriptionView change(
            Caller caller,
            @PathVariable String topic,
            @PathVariable String subscription,
            @RequestParam(required = false) @Nullable Instant unchangedSince,
            @RequestBody Change change) {
        return subscriptions.change(caller, topic, subscription, change.filter(), unchangedSince);
    }

    @DeleteMapping("/{subscription}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_MANAGE)
    void unsubscribe(Caller caller, @PathVariable String topic, @PathVariable String subscription) {
        subscriptions.unsubscribe(caller, topic, subscription);
    }

    /** Another key for a webhook's signature, shown once; the one before is valid for a day. */
    @PostMapping("/{subscription}/secret")
    @Access(Permission.STORAGE_MANAGE)
    @ShowsSecret
    Secret changeSecret(
            Caller caller, @PathVariable String topic, @PathVariable String subscription) {
        return new Secret(subscriptions.changeSecret(caller, topic, subscription));
    }

    record Secret(String secret) {}

    record Change(@Nullable JsonNode filter) {}
}
