package dev.meterlark.billing.operator.web;

import dev.meterlark.account.Page;
import dev.meterlark.billing.operator.GivenUpDeliveries;
import dev.meterlark.edge.Access;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;

/** Mails about money that never arrived, of all accounts, and payment providers never asked. */
@RestController
@RequestMapping("/api/v1/admin/deliveries")
class GivenUpController {

    private final GivenUpDeliveries deliveries;

    GivenUpController(GivenUpDeliveries deliveries) {
        this.deliveries = deliveries;
    }

    /**
     * @param kind {@code invoice-mail}, {@code payment-notice}, {@code payment-errand}, {@code
     *     budget-mail} or {@code budget-webhook}
     * @param trouble what the last attempt met
     */
    record Item(
            String id,
            String account,
            String accountName,
            String kind,
            String about,
            int attempts,
            Instant since,
            String trouble,
            @Nullable Instant parkedAt) {

        static Item of(GivenUpDeliveries.One of) {
            return new Item(
                    of.delivery().id().toString(),
                    of.account().toString(),
                    of.accountName(),
                    of.kind(),
                    of.delivery().about(),
                    of.delivery().attempts(),
                    of.delivery().putAt(),
                    of.delivery().trouble(),
                    of.delivery().parkedAt());
        }
    }

    /** Those that were given up, the latest first. */
    @GetMapping
    @Access(Permission.OPERATE)
    Page<Item> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return deliveries.list(cursor, limit).map(Item::of);
    }

    /** At once, with all of its time before it. */
    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.OPERATE)
    void retry(Caller caller, @PathVariable String id) {
        require(id, known -> deliveries.retry(caller, known));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.OPERATE)
    void delete(Caller caller, @PathVariable String id) {
        require(id, known -> deliveries.delete(caller, known));
    }

    private static void require(String id, Predicate<UUID> there) {
        boolean found;
        try {
            found = there.test(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            found = false;
        }
        if (!found) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "there is no such delivery");
        }
    }
}
