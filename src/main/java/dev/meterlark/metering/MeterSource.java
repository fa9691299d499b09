package dev.meterlark.metering;

import dev.meterlark.shared.AccountId;

import java.time.Instant;
import java.util.List;

/**
 * A module whose things are metered by how long they lie. It writes the hours that are over to the
 * {@link MeterLedger} itself; here it says what the ledger does not have yet.
 */
public interface MeterSource {

    /**
     * Of each hour what the ledger lacks up to now.
     *
     * @param now of the node, with which nothing is written
     */
    List<MeterTotal> underWay(AccountId account, Instant now);
}
