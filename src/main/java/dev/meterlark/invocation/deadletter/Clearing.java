package dev.meterlark.invocation.deadletter;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.shared.Caller;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.Map;

/**
 * Deletes many dead letters, the oldest first, batch by batch: each with its record in the audit
 * log, so that what a crash leaves over is still there, and what is gone is written down.
 */
@Component
class Clearing {

    private static final int BATCH = 1_000;

    private final DeadLetterRows rows;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    Clearing(DeadLetterRows rows, AuditTrail audit, TransactionTemplate transaction) {
        this.rows = rows;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * @param whose of which function or account, for the audit log
     * @return how many are deleted, at most as many as said
     */
    long clear(Caller caller, String whose, DeadLetterFilter filter, long most) {
        long deleted = 0;
        while (deleted < most) {
            int wanted = (int) Math.min(BATCH, most - deleted);
            Integer now = transaction.execute(_ -> batch(caller, whose, filter, wanted));
            deleted += now == null ? 0 : now;
            if (now == null || now < wanted) {
                break;
            }
        }
        return deleted;
    }

    private int batch(Caller caller, String whose, DeadLetterFilter filter, int wanted) {
        int deleted = rows.deleteOldest(caller.account(), filter, wanted);
        if (deleted > 0) {
            audit.record(caller, "dead-letters.deleted", whose, Map.of("letters", deleted));
        }
        return deleted;
    }
}
