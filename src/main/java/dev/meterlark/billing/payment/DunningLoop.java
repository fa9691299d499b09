package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Looks for steps that are due, again and again, on every node. */
@Component
class DunningLoop implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(DunningLoop.class);
    private static final AccountId BEFORE_ALL = new AccountId(new UUID(0, 0));
    private static final int MOST_STOPPED = 10_000;

    private final ReceivableRows receivables;
    private final PaymentAccountRows accounts;
    private final CollectionRows collections;
    private final DunningStep step;
    private final Chasing chasing;
    private final TransactionTemplate transaction;
    private final DunningProperties properties;
    private final PaymentProperties payments;
    private final InstantSource clock;

    DunningLoop(
            ReceivableRows receivables,
            PaymentAccountRows accounts,
            CollectionRows collections,
            DunningStep step,
            Chasing chasing,
            PlatformTransactionManager transactions,
            DunningProperties properties,
            PaymentProperties payments,
            InstantSource clock) {
        this.receivables = receivables;
        this.accounts = accounts;
        this.collections = collections;
        this.step = step;
        this.chasing = chasing;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.payments = payments;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::round, properties.lookEvery());
    }

    void round() {
        Instant now = clock.instant();
        try {
            chase(now);
            accounts.stopped(MOST_STOPPED).forEach(account -> letBack(account, now));
            collections.forgetEvents(now.minus(payments.eventsKept()));
        } catch (RuntimeException e) {
            LOG.warn("what is overdue could not be looked at; again later", e);
        }
    }

    private void chase(Instant now) {
        AccountId account = BEFORE_ALL;
        String invoice = "";
        List<Receivable> due;
        do {
            due = receivables.toChase(chasing.day(now), account, invoice, properties.batch());
            due.forEach(each -> take(each, now));
            account = due.isEmpty() ? account : due.getLast().account();
            invoice = due.isEmpty() ? invoice : due.getLast().invoice();
        } while (due.size() == properties.batch());
    }

    private void take(Receivable due, Instant now) {
        try {
            step.take(due, now);
        } catch (RuntimeException e) {
            LOG.warn("invoice {} could not be gone after; again later", due.invoice(), e);
        }
    }

    /** What is due to a payment comes with it; this is for what time alone changes. */
    private void letBack(AccountId account, Instant now) {
        transaction.executeWithoutResult(_ -> chasing.settled(account, now));
    }
}
