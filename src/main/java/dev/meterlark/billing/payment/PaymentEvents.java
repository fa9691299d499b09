package dev.meterlark.billing.payment;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/**
 * What providers tell of payments. It is believed only so far that somebody goes and looks: money
 * is written down from what the provider answers to us, never from what came in.
 */
@Service
public class PaymentEvents {

    private final Providers providers;
    private final CollectionRows collections;
    private final Errands errands;
    private final TransactionTemplate transaction;
    private final PaymentProperties properties;
    private final InstantSource clock;

    PaymentEvents(
            Providers providers,
            CollectionRows collections,
            Errands errands,
            PlatformTransactionManager transactions,
            PaymentProperties properties,
            InstantSource clock) {
        this.providers = providers;
        this.collections = collections;
        this.errands = errands;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
    }

    /** How large an event may be. */
    public DataSize most() {
        return properties.largestEvent();
    }

    /**
     * Each event has its effect once. One about a payment that is not ours has none.
     *
     * @throws RefusedException when there is no such provider, or it did not send this
     */
    public void tell(String provider, byte[] body, UnaryOperator<@Nullable String> header) {
        PaymentProvider from =
                providers
                        .named(provider)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no such payment provider here"));
        switch (from.told(body, header)) {
            case Told.Refused(String why) ->
                    throw new RefusedException(ErrorCode.REQUEST_INVALID, why);
            case Told.Genuine event -> keep(from.name(), event, clock.instant());
        }
    }

    private void keep(String provider, Told.Genuine event, Instant now) {
        try {
            transaction.executeWithoutResult(
                    _ -> {
                        collections.told(provider, event, now);
                        String reference = event.reference();
                        if (reference != null) {
                            look(provider, reference, now);
                        }
                    });
        } catch (DuplicateKeyException e) {
            // it was told before, and had its effect then
        }
    }

    private void look(String provider, String reference, Instant now) {
        collections
                .find(provider, reference)
                .ifPresent(
                        each ->
                                errands.put(
                                        each.account(), new Errand.Look(provider, reference), now));
    }
}
