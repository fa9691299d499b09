package dev.meterlark.platform;

import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.time.InstantSource;
import java.util.List;

/**
 * What is to be told to somebody outside the database. An entry is written in the transaction that
 * it tells of, so it is there exactly when that was committed; then it is carried, at least once
 * and under one id, until it is delivered or parked with the reason.
 */
@Component
public class Outbox {

    private final OutboxRows rows;
    private final Nudge nudge;
    private final OutboxHousekeeping housekeeping;
    private final InstantSource clock;

    Outbox(
            OutboxRows rows,
            Nudge nudge,
            OutboxHousekeeping housekeeping,
            @OfDatabase InstantSource clock) {
        this.rows = rows;
        this.nudge = nudge;
        this.housekeeping = housekeeping;
        this.clock = clock;
    }

    /** Whether the account has as many bytes waiting and parked as it may; seconds old. */
    public boolean isFull(AccountId account) {
        return housekeeping.isFull(account);
    }

    /** Joins the caller's transaction, and may be called in one alone. */
    public void put(List<OutboxEntry> entries) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    "%d entries for the outbox came outside of a transaction"
                            .formatted(entries.size()));
        }
        if (entries.isEmpty()) {
            return;
        }
        DurableSteps.commit("outbox.put");
        rows.insert(entries, clock.instant());
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        nudge.give();
                    }
                });
    }
}
