package dev.meterlark.billing.plan;

import java.util.UUID;

/** Something that the operator puts on an account's next invoice. */
record ChargeId(UUID value) {

    static ChargeId random() {
        return new ChargeId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
