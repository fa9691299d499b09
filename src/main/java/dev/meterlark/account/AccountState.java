package dev.meterlark.account;

/** Whether an account works; closed is for good. */
public enum AccountState {
    OPEN,
    SUSPENDED,
    CLOSED;

    boolean mayBecome(AccountState next) {
        return switch (this) {
            case OPEN -> next == SUSPENDED || next == CLOSED;
            case SUSPENDED -> next == OPEN || next == CLOSED;
            case CLOSED -> false;
        };
    }
}
