package dev.meterlark.billing.payment;

import dev.meterlark.billing.payment.Books.Undoing;
import dev.meterlark.billing.payment.Receivable.Chase;
import dev.meterlark.platform.HeldLease;
import dev.meterlark.platform.Leases;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the books say what a provider has. What is written follows from the difference between the
 * two, so that the same look any number of times, and looks for events in any order, write the same
 * entries.
 */
@Component
class ProviderBooks {

    private final Books books;
    private final PaymentRows payments;
    private final PaymentAccountRows accounts;
    private final ReceivableRows receivables;
    private final CollectionRows collections;
    private final Chasing chasing;
    private final Standing standing;
    private final Leases leases;
    private final TransactionTemplate transaction;

    ProviderBooks(
            Books books,
            PaymentRows payments,
            PaymentAccountRows accounts,
            ReceivableRows receivables,
            CollectionRows collections,
            Chasing chasing,
            Standing standing,
            Leases leases,
            PlatformTransactionManager transactions) {
        this.books = books;
        this.payments = payments;
        this.accounts = accounts;
        this.receivables = receivables;
        this.collections = collections;
        this.chasing = chasing;
        this.standing = standing;
        this.leases = leases;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * @param looking held by whoever looked; what was seen under a lease that is another's by now
     *     is not written
     */
    void follow(String provider, Taken taken, HeldLease looking, Instant now) {
        transaction.executeWithoutResult(_ -> followIn(provider, taken, looking, now));
    }

    private void followIn(String provider, Taken taken, HeldLease looking, Instant now) {
        Optional<Collection> found = collections.find(provider, taken.reference());
        if (found.isEmpty()) {
            return; // another product's payment on the same account of the provider
        }
        Collection collection = found.get();
        if (!leases.guard(looking)) {
            throw new PaymentProvider.ProviderException("another look came in between", true);
        }
        books.lock(collection.account(), collection.invoice());
        List<Written> written = new ArrayList<>();
        if (taken.received().amount().signum() > 0) {
            Payment receipt = received(collection, taken, written, now);
            refunded(receipt, taken, written, now);
            taken.disputes().forEach(each -> disputed(receipt, each, written, now));
        }
        String method = taken.method();
        boolean first = collection.state() != Taken.State.SUCCEEDED; // later it may be forgotten
        if (first && taken.state() == Taken.State.SUCCEEDED && method != null) {
            accounts.method(collection.account(), method);
        }
        collections.seen(collection, taken, now);
        written.forEach(each -> audit(each.entry(), each.action()));
    }

    /** What the audit log is to say, when all else is written. */
    private record Written(Payment entry, String action) {}

    private Payment received(
            Collection collection, Taken taken, List<Written> written, Instant now) {
        Optional<Payment> known =
                payments.find(collection.account(), collection.provider(), taken.reference());
        if (known.isPresent()) {
            return known.get();
        }
        Payment entry =
                books.receive(
                                new Incoming(
                                        collection.account(),
                                        collection.invoice(),
                                        taken.received(),
                                        collection.provider(),
                                        taken.reference(),
                                        null,
                                        Actor.provider(collection.provider()),
                                        chasing.day(now)),
                                now)
                        .entry();
        written.add(new Written(entry, "payment.received"));
        return entry;
    }

    private void refunded(Payment receipt, Taken taken, List<Written> written, Instant now) {
        BigDecimal known = payments.undone(receipt).refunded();
        BigDecimal more = taken.refunded().amount().subtract(known);
        if (more.signum() == 0) {
            return;
        }
        String why = more.signum() > 0 ? "refunded there" : "a refund came back there";
        written.add(
                new Written(
                        books.refund(receipt, more, undoing(receipt, null, why, now), now).entry(),
                        "payment.refunded"));
    }

    /** An undecided one stops the reminders; one that was lost goes on stopping them. */
    private void disputed(
            Payment receipt, Taken.Dispute dispute, List<Written> written, Instant now) {
        boolean booked =
                payments.find(receipt.account(), receipt.provider(), dispute.id()).isPresent();
        switch (dispute.outcome()) {
            case UNDECIDED -> mark(receipt, true);
            case WON -> mark(receipt, false);
            case LOST -> {
                if (!booked) {
                    mark(receipt, true);
                    lost(receipt, dispute, written, now);
                }
            }
        }
    }

    private void lost(Payment receipt, Taken.Dispute dispute, List<Written> written, Instant now) {
        PaymentRows.Undone undone = payments.undone(receipt);
        BigDecimal left = receipt.amount().subtract(undone.amount()).subtract(undone.refunded());
        BigDecimal amount = dispute.amount().amount().min(left);
        if (amount.signum() > 0) {
            Undoing undoing = undoing(receipt, dispute.id(), "a dispute was lost", now);
            written.add(
                    new Written(
                            books.reverse(receipt, amount, undoing, now).entry(),
                            "payment.reversed"));
        }
    }

    private void mark(Payment receipt, boolean disputed) {
        Receivable receivable = books.lock(receipt.account(), receipt.invoice());
        Chase chase = receivable.chase();
        if (chase.disputed() != disputed) {
            Chase marked =
                    new Chase(
                            disputed,
                            chase.exemptBecause(),
                            chase.postponedTo(),
                            chase.round(),
                            chase.step(),
                            chase.steppedOn(),
                            chase.next());
            receivables.update(receivable.with(chasing.planned(receivable, marked)));
        }
    }

    private Undoing undoing(Payment receipt, @Nullable String reference, String why, Instant now) {
        return new Undoing(reference, why, Actor.provider(receipt.provider()), chasing.day(now));
    }

    private void audit(Payment entry, String action) {
        standing.audit(Actor.provider(entry.provider()), entry, action);
    }
}
