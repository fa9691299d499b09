package dev.meterlark.edge;

import dev.meterlark.shared.Caller;

import java.util.Map;

/** Where modules that know no account write down who changed what. */
public interface AuditTrail {

    /**
     * Joins the transaction of the change, and holds the account's lock to its end: call it last.
     *
     * @param action a dotted word in the past tense: {@code dead-letter.deleted}
     * @param subject what was changed
     * @param detail never a secret
     */
    void record(Caller caller, String action, String subject, Map<String, ?> detail);
}
