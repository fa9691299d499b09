package dev.meterlark.trigger.kafka;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

/** What stands between us and a tenant's Kafka, in words for the account's people. */
final class TroubleException extends RefusedException {

    TroubleException(String forPeople) {
        super(ErrorCode.CONFLICT, forPeople);
    }

    TroubleException(String forPeople, Throwable cause) {
        super(ErrorCode.CONFLICT, forPeople, cause.toString(), cause);
    }
}
