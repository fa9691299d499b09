package dev.meterlark.billing.payment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.billing.payment.PaymentProvider.ProviderException;
import dev.meterlark.platform.Carried;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.platform.HeldLease;
import dev.meterlark.platform.Leases;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs errands to payment providers. Each time one is carried it asks the provider once and writes
 * down what came of it; then it goes on with the next question, until there is none. A node that
 * dies in between asks the same once more, which has no second effect there.
 */
@Component
class ErrandCarrier implements OutboxCarrier {

    private static final Carried ON = new Carried.Continues(Duration.ZERO);
    private static final Carried DONE = new Carried.Delivered();
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Providers providers;
    private final Collecting collecting;
    private final ProviderBooks books;
    private final Leases leases;
    private final InstantSource clock;

    ErrandCarrier(
            Providers providers,
            Collecting collecting,
            ProviderBooks books,
            Leases leases,
            InstantSource clock) {
        this.providers = providers;
        this.collecting = collecting;
        this.books = books;
        this.leases = leases;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return Errands.ERRAND;
    }

    @Override
    public boolean isOperators() {
        return true;
    }

    @Override
    public Carried carry(OutboxEntry entry, int attempt) {
        try {
            AccountId account = entry.account();
            return switch (Errand.read(new String(entry.body(), UTF_8))) {
                case Errand.Look(String provider, String reference) ->
                        look(account, provider, reference);
                case Errand.Charge(String invoice) -> collect(account, invoice, entry.id(), true);
                case Errand.Align(String invoice) -> collect(account, invoice, entry.id(), false);
                case Errand.Forget(String provider, String method) -> forget(provider, method);
            };
        } catch (ProviderException e) {
            return e.passes()
                    ? new Carried.Failed(String.valueOf(e.getMessage()), null)
                    : new Carried.Hopeless(String.valueOf(e.getMessage()));
        }
    }

    private Carried collect(AccountId account, String invoice, UUID errand, boolean charge) {
        Optional<PaymentProvider> provider = providers.first();
        if (provider.isEmpty()) {
            return DONE;
        }
        Collecting.Next next = collecting.next(provider.get(), account, invoice, errand, charge);
        return switch (next) {
            case Collecting.Next.Nothing() -> DONE;
            case Collecting.Next.Asked() -> ON;
            case Collecting.Next.Look(String reference) -> look(account, provider.get(), reference);
        };
    }

    private Carried forget(String name, String method) {
        providers.named(name).ifPresent(each -> each.forget(method));
        return DONE;
    }

    private Carried look(AccountId account, String name, String reference) {
        return providers.named(name).map(each -> look(account, each, reference)).orElse(DONE);
    }

    /** One at a time for each account: what an earlier look saw is never written after a later. */
    private Carried look(AccountId account, PaymentProvider provider, String reference) {
        Optional<HeldLease> lease = leases.take("payments/" + account, LEASE);
        if (lease.isEmpty()) {
            return new Carried.Continues(SOON);
        }
        try {
            Taken taken = provider.look(reference);
            DurableSteps.reached("payment.looked");
            books.follow(provider.name(), taken, lease.get(), clock.instant());
        } finally {
            leases.release(lease.get());
        }
        return DONE;
    }
}
