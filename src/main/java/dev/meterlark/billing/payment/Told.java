package dev.meterlark.billing.payment;

import org.jspecify.annotations.Nullable;

/** What came to the address at which a provider tells of payments. */
public sealed interface Told {

    /**
     * It is the provider's own.
     *
     * @param event its id: the same one again is the same event
     * @param reference of the payment that it is about; null when it is about none
     */
    record Genuine(String event, String kind, @Nullable String reference) implements Told {}

    /**
     * @param why for whoever sent it
     */
    record Refused(String why) implements Told {}
}
