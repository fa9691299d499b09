package dev.meterlark.storage.web;

import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.queue.NewMessage;
import dev.meterlark.storage.queue.QueueMessages;
import dev.meterlark.storage.queue.ReceivedMessage;
import dev.meterlark.storage.queue.Sent;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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
import org.springframework.web.context.request.async.DeferredResult;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The messages of queues. */
@RestController
@RequestMapping("/api/v1/queues/{queue}/messages")
class MessageController {

    /** After the longest wait; then the connection is given up. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final QueueMessages messages;

    MessageController(QueueMessages messages) {
        this.messages = messages;
    }

    /** Kept when it is answered. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.STORAGE_WRITE)
    Sent send(Caller caller, @PathVariable String queue, @RequestBody Message message) {
        messages.requireQueue(caller.account(), queue);
        return messages.send(caller.account(), queue, List.of(message.wanted())).getFirst();
    }

    /** All of them are kept, or none. */
    @PostMapping("/batch")
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.STORAGE_WRITE)
    SentAll sendAll(Caller caller, @PathVariable String queue, @RequestBody Messages batch) {
        messages.requireQueue(caller.account(), queue);
        return new SentAll(messages.send(caller.account(), queue, batch.wanted()));
    }

    /**
     * Hides them from other receivers, who get those that are not deleted in time.
     *
     * @param max at most so many, usually 1
     * @param wait seconds to wait for the first
     * @param visibilityTimeout seconds that they are hidden; usually as long as the queue says
     */
    @GetMapping
    @Access(Permission.STORAGE_WRITE)
    DeferredResult<Received> receive(
            Caller caller,
            @PathVariable String queue,
            @RequestParam(required = false) @Nullable Integer max,
            @RequestParam(required = false) @Nullable Integer wait,
            @RequestParam(required = false) @Nullable Integer visibilityTimeout) {
        CompletableFuture<List<ReceivedMessage>> received =
                messages.receive(caller.account(), queue, max, wait, visibilityTimeout);
        var answer = new DeferredResult<Received>(PATIENCE.toMillis());
        answer.onCompletion(() -> received.cancel(false));
        received.whenComplete((found, failure) -> answer(answer, found, failure));
        return answer;
    }

    /** Hides a received message for so long from now on; 0 gives it back. */
    @PatchMapping("/{receipt}")
    @Access(Permission.STORAGE_WRITE)
    Hidden hide(
            Caller caller,
            @PathVariable String queue,
            @PathVariable String receipt,
            @RequestBody Hide hide) {
        return new Hidden(
                messages.hide(caller.account(), queue, receipt, hide.visibilityTimeout()));
    }

    /** The receiver is done with the message. */
    @DeleteMapping("/{receipt}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_WRITE)
    void delete(Caller caller, @PathVariable String queue, @PathVariable String receipt) {
        messages.delete(caller.account(), queue, receipt);
    }

    private static void answer(
            DeferredResult<Received> answer,
            @Nullable List<ReceivedMessage> found,
            @Nullable Throwable failure) {
        if (found != null) {
            answer.setResult(new Received(found));
        } else if (failure instanceof CompletionException wrapped && wrapped.getCause() != null) {
            answer.setErrorResult(wrapped.getCause());
        } else if (failure != null) {
            answer.setErrorResult(failure);
        }
    }

    /**
     * @param body text; other JSON is sent as it is written
     * @param group for queues that are ordered by group
     */
    record Message(
            @Nullable JsonNode body,
            @Nullable Map<String, String> attributes,
            @Nullable Integer delaySeconds,
            @Nullable String group,
            @Nullable String deduplicationId) {

        NewMessage wanted() {
            return new NewMessage(
                    text(body),
                    attributes == null ? Map.of() : attributes,
                    delaySeconds,
                    group,
                    deduplicationId);
        }

        private static String text(@Nullable JsonNode body) {
            if (body == null || body.isNull() || body.isMissingNode()) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID, "body is missing: it is the message's text");
            }
            return body.isString() ? body.asString() : body.toString();
        }
    }

    record Messages(@Nullable List<Message> messages) {

        List<NewMessage> wanted() {
            return messages == null ? List.of() : messages.stream().map(Message::wanted).toList();
        }
    }

    record SentAll(List<Sent> items) {}

    record Received(List<ReceivedMessage> items) {}

    /**
     * @param visibilityTimeout seconds; null for as long as the queue says
     */
    record Hide(@Nullable Integer visibilityTimeout) {}

    record Hidden(Instant hiddenUntil) {}
}
