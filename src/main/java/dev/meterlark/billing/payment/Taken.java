package dev.meterlark.billing.payment;

import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * A payment as its provider has it at this moment: what the books follow, whatever was told in
 * which order.
 *
 * @param reference the provider's name for it
 * @param received 0 until it succeeded
 * @param refunded of what was received, in all
 * @param method what paid it and may be charged again; null when nothing may
 * @param trouble why the last attempt failed; null when none did
 */
public record Taken(
        String reference,
        State state,
        Money received,
        Money refunded,
        List<Dispute> disputes,
        @Nullable String method,
        @Nullable String trouble) {

    public Taken {
        disputes = List.copyOf(disputes);
    }

    public enum State {
        /** The payer has to say how to pay. */
        NEEDS_METHOD,
        /** The payer has to agree, with their bank. */
        NEEDS_PAYER,
        PROCESSING,
        SUCCEEDED,
        CANCELLED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static State of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        boolean isFinal() {
            return this == SUCCEEDED || this == CANCELLED;
        }
    }

    /**
     * The payer's bank asked the money back.
     *
     * @param id the provider's name for it
     */
    public record Dispute(String id, Money amount, Outcome outcome) {}

    public enum Outcome {
        UNDECIDED,
        WON,
        LOST
    }
}
