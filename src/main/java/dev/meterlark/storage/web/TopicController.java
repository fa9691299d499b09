package dev.meterlark.storage.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.storage.topic.Published;
import dev.meterlark.storage.topic.TopicEvents;
import dev.meterlark.storage.topic.TopicView;
import dev.meterlark.storage.topic.Topics;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.JsonNode;

import java.net.URI;

/** Topics and what is published to them. */
@RestController
@RequestMapping("/api/v1/topics")
class TopicController {

    private final Topics topics;
    private final TopicEvents events;

    TopicController(Topics topics, TopicEvents events) {
        this.topics = topics;
        this.events = events;
    }

    @GetMapping
    @Access(Permission.STORAGE_READ)
    Page<TopicView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return topics.list(caller, cursor, limit);
    }

    @PostMapping
    @Access(Permission.STORAGE_MANAGE)
    ResponseEntity<TopicView> create(Caller caller, @RequestBody Create create) {
        TopicView made = topics.create(caller, create.name());
        return ResponseEntity.created(URI.create("/api/v1/topics/" + made.name())).body(made);
    }

    @GetMapping("/{topic}")
    @Access(Permission.STORAGE_READ)
    TopicView show(Caller caller, @PathVariable String topic) {
        return topics.show(caller, topic);
    }

    @DeleteMapping("/{topic}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_MANAGE)
    void delete(Caller caller, @PathVariable String topic) {
        topics.delete(caller, topic);
    }

    /** Kept, with its deliveries, when it is answered: a CloudEvent, or {@code {type, data}}. */
    @PostMapping(
            path = "/{topic}/events",
            consumes = {"application/json", "application/cloudevents+json"})
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Access(Permission.STORAGE_WRITE)
    Published publish(
            Caller caller,
            @PathVariable String topic,
            @RequestBody JsonNode event,
            HttpServletRequest request) {
        return events.publish(
                caller.account(), topic, event, CallingInvocation.of(request).orElse(null));
    }

    record Create(@Nullable String name) {}
}
