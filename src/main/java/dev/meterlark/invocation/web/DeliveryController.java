package dev.meterlark.invocation.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.destination.Undelivered;
import dev.meterlark.platform.Delivery;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;

/** Ends of calls that destinations were not told yet. */
@RestController
class DeliveryController {

    private static final int MOST_LISTED = 100;

    private final Undelivered undelivered;

    DeliveryController(Undelivered undelivered) {
        this.undelivered = undelivered;
    }

    record Answer(List<Item> items, @Nullable String nextCursor) {}

    /**
     * @param id the call's, which a receiver knows it by
     * @param status {@code waiting}, or {@code parked}: given up, until it is tried again or
     *     deleted
     * @param trouble what the last attempt met; empty when there was none
     */
    record Item(
            String id,
            String about,
            String status,
            int attempts,
            Instant since,
            @Nullable Instant nextAttemptAt,
            String trouble,
            @Nullable Instant parkedAt) {

        static Item of(Delivery delivery) {
            return new Item(
                    delivery.id().toString(),
                    delivery.about(),
                    delivery.parkedAt() == null ? "waiting" : "parked",
                    delivery.attempts(),
                    delivery.putAt(),
                    delivery.nextAttemptAt(),
                    delivery.trouble(),
                    delivery.parkedAt());
        }
    }

    /**
     * @param status {@code parked} or {@code waiting}
     */
    @GetMapping("/api/v1/deliveries")
    @Access(Permission.LOGS_READ)
    Answer list(
            Caller caller,
            @RequestParam(defaultValue = "parked") String status,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw invalid("limit must be 1 to %d, was: %d".formatted(MOST_LISTED, limit));
        }
        List<Delivery> found =
                undelivered.list(caller.account(), isParked(status), cursor, limit + 1);
        List<Item> items = found.stream().limit(limit).map(Item::of).toList();
        return new Answer(items, found.size() > limit ? items.getLast().id() : null);
    }

    /** At once, with all of its time before it. */
    @PostMapping("/api/v1/deliveries/{id}/retry")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_INVOKE)
    void retry(Caller caller, @PathVariable String id) {
        if (Ids.uuid(id).filter(known -> undelivered.retry(caller, known)).isEmpty()) {
            throw unknown(id);
        }
    }

    @DeleteMapping("/api/v1/deliveries/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_INVOKE)
    void delete(Caller caller, @PathVariable String id) {
        if (Ids.uuid(id).filter(known -> undelivered.delete(caller, known)).isEmpty()) {
            throw unknown(id);
        }
    }

    private static boolean isParked(String status) {
        return switch (status) {
            case "parked" -> true;
            case "waiting" -> false;
            default -> throw invalid("status must be parked or waiting, was: " + Ids.shown(status));
        };
    }

    private static RefusedException unknown(String id) {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no delivery " + Ids.shown(id));
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
