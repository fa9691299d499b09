package dev.meterlark.platform;

import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;

/** Whether an account may have more told, by a count that is some seconds old. */
@Component
public class OutboxRoom {

    private final OutboxHousekeeping housekeeping;

    OutboxRoom(OutboxHousekeeping housekeeping) {
        this.housekeeping = housekeeping;
    }

    /** Whether as much of the account's waits, or is parked, as may. */
    public boolean isFull(AccountId account) {
        return housekeeping.isFull(account);
    }
}
