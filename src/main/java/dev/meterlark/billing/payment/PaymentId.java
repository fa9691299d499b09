package dev.meterlark.billing.payment;

import java.util.UUID;

/** One entry in the books of payments, or one errand for it. */
public record PaymentId(UUID value) {

    static PaymentId random() {
        return new PaymentId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
