package dev.meterlark.trigger.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.trigger.kafka.KafkaConnectionView;
import dev.meterlark.trigger.kafka.KafkaConnections;

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

    KafkaConnectionController(KafkaConnections connections) {
        this.connections = connections;
    }

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

    /** As a whole; a password that is left out stays, for the same brokers. */
    @PutMapping("/{connection}")
    @Access(Permission.STORAGE_MANAGE)
    KafkaConnectionView change(
            Caller caller, @PathVariable String connection, @RequestBody JsonNode wanted) {
        return connections.change(caller, connection, wanted);
    }

    @DeleteMapping("/{connection}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_MANAGE)
    void delete(Caller caller, @PathVariable String connection) {
        connections.delete(caller, connection);
    }
}
