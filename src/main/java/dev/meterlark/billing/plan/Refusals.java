package dev.meterlark.billing.plan;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

/** What is refused here, and with which code. */
final class Refusals {

    private Refusals() {}

    static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }

    static RefusedException conflict(String text) {
        return new RefusedException(ErrorCode.CONFLICT, text);
    }

    static RefusedException unknown(String text) {
        return new RefusedException(ErrorCode.NOT_FOUND, text);
    }
}
