package dev.meterlark.trigger.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.trigger.kafka.KafkaConnectionView;
import dev.meterlark.trigger.kafka.KafkaConnections;
import dev.meterlark.trigger.kafka.TryingConnections;

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

/** Clusters of the account's own, by the names that destinations have for them. */
@RestController
@RequestMapping("/api/v1/kafka-connections")
class KafkaConnectionController {

    private final KafkaConnections connections;
    private final TryingConnections trying;

    KafkaConnectionController(KafkaConnections connections, TryingConnections trying) {
        this.connections = connections;
        this.trying = trying;
    }

    record Test(@Nullable String topic) {}

    @GetMapping
    @Access(Permission.STORAGE_READ)
    Page<KafkaConnectionView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return connections.list(caller, cursor, limit);
    }

    /** With {@code name}, {@code brokers} and {@code security}, as a Kafka trigger has them. */
    @PostMapping
    @Access(Permission.STORAGE_MANAGE)
    ResponseEntity<KafkaConnectionView> create(Caller caller, @RequestBody JsonNode wanted) {
        KafkaConnectionView made = connections.create(caller, wanted);
        return ResponseEntity.created(URI.create("/api/v1/kafka-connections/" + made.name()))
                .body(made);
    }

    @GetMapping("/{connection}")
    @Access(Permission.STORAGE_READ)
    KafkaConnectionView show(Caller caller, @PathVariable String connection) {
        return connections.show(caller, connection);
    }

    /**
     * As a whole; a password that is left out stays, for the same brokers. With {@code revision} it
     * is refused when somebody else came first.
     */
    @PutMapping("/{connection}")
    @Access(Permission.STORAGE_MANAGE)
    KafkaConnectionView change(
            Caller caller, @PathVariable String connection, @RequestBody JsonNode wanted) {
        return connections.change(caller, connection, wanted);
    }

    /**
     * Asks the cluster for a topic, and neither writes nor makes anything. Answers when it has, or
     * time is over; one at a time for an account.
     */
    @PostMapping("/{connection}/test")
    @Access(Permission.STORAGE_MANAGE)
    TryingConnections.Tried test(
            Caller caller, @PathVariable String connection, @RequestBody Test test) {
        return trying.ask(caller, connection, test.topic());
    }

    @DeleteMapping("/{connection}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_MANAGE)
    void delete(Caller caller, @PathVariable String connection) {
        connections.delete(caller, connection);
    }
}
