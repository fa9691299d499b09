package dev.meterlark.invocation.destination;

import dev.meterlark.invocation.AcceptGuard;
import dev.meterlark.invocation.Event;
import dev.meterlark.platform.Outbox;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Component;

import java.time.Duration;

/** Accepts no call of which the end may find no room to be told. */
@Component
class OutboxRoom implements AcceptGuard {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Outbox outbox;

    OutboxRoom(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void check(AccountId account, Event event) {
        if (outbox.isFull(account)) {
            throw new RefusedException(
                    ErrorCode.OUTBOX_FULL,
                    "the account's receivers have more waiting than they may; let them take it, or"
                            + " delete what is parked, then asynchronous calls are accepted again",
                    SOON);
        }
    }
}
