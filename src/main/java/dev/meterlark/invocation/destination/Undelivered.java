package dev.meterlark.invocation.destination;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.platform.Deliveries;
import dev.meterlark.platform.Delivery;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Ends of an account's calls that its destinations were not told yet. */
@Service
public class Undelivered {

    private final Deliveries deliveries;
    private final AuditTrail audit;

    Undelivered(Deliveries deliveries, AuditTrail audit) {
        this.deliveries = deliveries;
        this.audit = audit;
    }

    /**
     * @param parked only what was given up, or only what was not
     * @param cursor the id of the last that was shown; null for the first
     */
    public List<Delivery> list(
            AccountId account, boolean parked, @Nullable String cursor, int most) {
        return deliveries.list(account, DestinationCarrier.KIND, parked, after(cursor), most);
    }

    /** Whether there is such a one. */
    @Transactional
    public boolean retry(Caller caller, UUID id) {
        boolean found = deliveries.retry(caller.account(), DestinationCarrier.KIND, id);
        if (found) {
            audit.record(caller, "delivery.retried", "call:" + id, Map.of());
        }
        return found;
    }

    /** Whether there was such a one. */
    @Transactional
    public boolean delete(Caller caller, UUID id) {
        boolean found = deliveries.delete(caller.account(), DestinationCarrier.KIND, id);
        if (found) {
            audit.record(caller, "delivery.deleted", "call:" + id, Map.of());
        }
        return found;
    }

    private static @Nullable UUID after(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            return UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "cursor is not one that this list answered with; leave it out to start over");
        }
    }
}
