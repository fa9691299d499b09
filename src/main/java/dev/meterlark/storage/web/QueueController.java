package dev.meterlark.storage.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.storage.queue.Browsing;
import dev.meterlark.storage.queue.LyingMessage;
import dev.meterlark.storage.queue.QueueMessages;
import dev.meterlark.storage.queue.QueueSettings;
import dev.meterlark.storage.queue.QueueView;
import dev.meterlark.storage.queue.Queues;
import dev.meterlark.storage.queue.Redriving;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Queues, without their messages. */
@RestController
@RequestMapping("/api/v1/queues")
class QueueController {

    private final Queues queues;
    private final QueueMessages messages;
    private final Redriving redriving;
    private final Browsing browsing;

    QueueController(Queues queues, QueueMessages messages, Redriving redriving, Browsing browsing) {
        this.queues = queues;
        this.messages = messages;
        this.redriving = redriving;
        this.browsing = browsing;
    }

    @GetMapping
    @Access(Permission.STORAGE_READ)
    Page<QueueView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return queues.list(caller, cursor, limit);
    }

    @PostMapping
    @Access(Permission.STORAGE_MANAGE)
    ResponseEntity<QueueView> create(Caller caller, @RequestBody Create create) {
        QueueView made = queues.create(caller, create.name(), create.settings());
        return ResponseEntity.created(URI.create("/api/v1/queues/" + made.name())).body(made);
    }

    @GetMapping("/{queue}")
    @Access(Permission.STORAGE_READ)
    QueueView show(Caller caller, @PathVariable String queue) {
        return queues.show(caller, queue);
    }

    /** What is left out or null stays as it is. */
    /**
     * @param unchangedSince {@code changedAt} as it was read; when it is another by then, nothing
     *     changes
     */
    @PatchMapping("/{queue}")
    @Access(Permission.STORAGE_MANAGE)
    QueueView change(
            Caller caller,
            @PathVariable String queue,
            @RequestParam(required = false) @Nullable Instant unchangedSince,
            @RequestBody QueueSettings settings) {
        return queues.change(caller, queue, settings, unchangedSince);
    }

    @DeleteMapping("/{queue}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_MANAGE)
    void delete(Caller caller, @PathVariable String queue) {
        queues.delete(caller, queue);
    }

    /** Deletes all messages. */
    @PostMapping("/{queue}/purge")
    @Access(Permission.STORAGE_MANAGE)
    Purged purge(Caller caller, @PathVariable String queue) {
        return new Purged(messages.purge(caller, queue));
    }

    /** Puts the messages of a dead-letter queue back where they came from: all, or these. */
    @PostMapping("/{queue}/redrive")
    @Access(Permission.STORAGE_MANAGE)
    Redriven redrive(
            Caller caller,
            @PathVariable String queue,
            @RequestBody(required = false) @Nullable Redrive which) {
        List<String> messages = which == null ? null : which.messages();
        return new Redriven(
                messages == null
                        ? redriving.redrive(caller, queue)
                        : redriving.redrive(caller, queue, messages));
    }

    /** Messages where they lie, the oldest first; none is received by that. */
    @GetMapping("/{queue}/contents")
    @Access(Permission.STORAGE_READ)
    Page<LyingMessage> browse(
            Caller caller,
            @PathVariable String queue,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return browsing.browse(caller, queue, cursor, limit);
    }

    /** Also one that is in somebody's hand. */
    @DeleteMapping("/{queue}/contents/{message}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_MANAGE)
    void delete(Caller caller, @PathVariable String queue, @PathVariable String message) {
        browsing.delete(caller, queue, message);
    }

    record Purged(int purged) {}

    /**
     * @param messages ids; null for all
     */
    record Redrive(@Nullable List<String> messages) {}

    record Redriven(int redriven) {}

    /** See {@link QueueSettings}. */
    record Create(
            @Nullable String name,
            @Nullable Integer visibilityTimeout,
            @Nullable Integer retention,
            @Nullable Integer delay,
            @Nullable Integer maxReceives,
            @Nullable String deadLetterQueue,
            @Nullable Boolean orderedByGroup,
            @Nullable Integer receiveWait,
            @Nullable Integer maxMessageSize,
            @Nullable Boolean deduplicatesByContent) {

        QueueSettings settings() {
            return new QueueSettings(
                    visibilityTimeout,
                    retention,
                    delay,
                    maxReceives,
                    deadLetterQueue,
                    orderedByGroup,
                    receiveWait,
                    maxMessageSize,
                    deduplicatesByContent);
        }
    }
}
