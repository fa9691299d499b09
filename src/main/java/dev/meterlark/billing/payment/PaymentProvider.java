package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.util.function.UnaryOperator;

/**
 * Whoever collects payments by itself: cards, direct debits. Each method but {@link #told} asks the
 * provider, and blocks for less than the outbox's lease; asked again with the same arguments it has
 * no second effect there.
 */
public interface PaymentProvider {

    /** In small letters; it is part of an address. */
    String name();

    /**
     * Whether this can be collected at all.
     *
     * @return why not; null when it can
     */
    @Nullable String refusal(Money amount);

    /**
     * @return the provider's name for the account
     */
    String customer(AccountId account, String payer, @Nullable String email);

    /**
     * Makes a payment that nobody has paid yet.
     *
     * @return its reference
     */
    String open(Claim claim, String customer);

    /** Asks for another amount, where it is not too late for that. */
    void change(String reference, Claim claim);

    /** Gives it up, where it is not too late for that. */
    void cancel(String reference);

    /**
     * Charges what was saved, without the payer.
     *
     * @param errand the same one charges once
     */
    void charge(String reference, String method, String errand);

    /** Keeps what was saved no longer; what it does not have is forgotten already. */
    void forget(String method);

    Taken look(String reference);

    /** What the payer's browser needs to pay it; a secret. */
    Checkout checkout(String reference);

    /** Pure: whether what came was sent by the provider, lately, and of what it tells. */
    Told told(byte[] body, UnaryOperator<@Nullable String> header);

    /**
     * @param key that names this installation to the provider, and is none
     * @param secret of this one payment
     */
    record Checkout(String key, String secret) {}

    /** The provider could not be asked, or said no. */
    class ProviderException extends RuntimeException {

        private final boolean passes;

        /**
         * @param passes whether the same may succeed later
         */
        public ProviderException(String reason, boolean passes) {
            super(reason);
            this.passes = passes;
        }

        public boolean passes() {
            return passes;
        }
    }
}
