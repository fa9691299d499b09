package dev.meterlark.billing.payment;

import dev.meterlark.ManualClock;
import dev.meterlark.billing.invoice.InvoiceNumber;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.plan.MoneyLock;
import dev.meterlark.platform.Carried;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.Leases;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * All parts of payments over a database that all their tests share, each with accounts of its own.
 * What lies outside is written down.
 */
final class MoneyBench {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Opened by the first test that needs it. */
    private static final class Shared {
        static final ScratchDatabase DATABASE = new ScratchDatabase();
    }

    final ManualClock clock = new ManualClock();
    final ScratchDatabase database = Shared.DATABASE;
    final JdbcClient jdbc = database.client();
    final PlatformTransactionManager transactions = database.transactions();
    final TransactionTemplate transaction = new TransactionTemplate(transactions);
    final List<OutboxEntry> outbox = new ArrayList<>();
    final Map<String, BigDecimal> paidOf = new TreeMap<>();
    final AccountId account = newAccount();
    final FakeOutside outside = new FakeOutside(account);
    final List<String> audit = outside.audit;
    final List<String> mails = outside.mails;
    final List<String> standingOf = outside.standingOf;
    final Map<AccountId, BigDecimal> credit = outside.credit;
    final Caller operator =
            new Caller(
                    AccountId.random(),
                    "operator",
                    "000000000000",
                    "person:operator",
                    Set.of(Permission.OPERATE));
    int fails;

    final PaymentAccountRows accounts = new PaymentAccountRows(jdbc, new MoneyLock(jdbc));
    final ReceivableRows receivables = new ReceivableRows(jdbc);
    final PaymentRows rows = new PaymentRows(jdbc);
    final CollectionRows collections = new CollectionRows(jdbc);
    final DunningRows steps = new DunningRows(jdbc);
    final Errands errands = new Errands(this::put);
    final Notices notices = new Notices(outside, errands);
    final Chasing chasing;
    final Books books;
    final Payments payments;
    final Dunning dunning;
    final DunningLoop loop;
    final Owing owing;
    final PaymentEvents events;
    final Paying paying;
    final SavedMethods saved;
    final ErrandCarrier carrier;
    final NoticeCarrier noticeCarrier = new NoticeCarrier(outside);

    MoneyBench(PaymentProvider... all) {
        this(
                new DunningProperties(true, List.of(3, 10), 20, false, Duration.ofMinutes(10), 2),
                all);
    }

    MoneyBench(DunningProperties settings, PaymentProvider... all) {
        Providers providers = new Providers(List.of(all));
        PaymentProperties properties =
                new PaymentProperties(
                        DataSize.ofKilobytes(256), Duration.ofDays(90), "money@example.com");
        Standing standing = outside;
        Leases leases =
                new Leases(
                        database.template(), transactions, new DatabaseClock(database.template()));
        chasing =
                new Chasing(
                        settings,
                        new BillingDays(ZoneOffset.UTC),
                        accounts,
                        receivables,
                        standing,
                        notices);
        books =
                new Books(
                        accounts,
                        receivables,
                        rows,
                        (_, invoice, paid) -> note(invoice, paid),
                        outside,
                        chasing);
        payments =
                new Payments(
                        books, rows, receivables, collections, errands, chasing, standing, clock);
        dunning = new Dunning(books, receivables, chasing, standing, clock);
        loop = loop(settings, properties, standing);
        owing =
                new Owing(
                        accounts,
                        receivables,
                        collections,
                        books,
                        outside,
                        chasing,
                        providers,
                        errands,
                        clock);
        events =
                new PaymentEvents(providers, collections, errands, transactions, properties, clock);
        saved = new SavedMethods(accounts, providers, errands, this::record, clock);
        paying =
                new Paying(
                        providers,
                        receivables,
                        collections,
                        accounts,
                        errands,
                        this::record,
                        transactions,
                        clock);
        carrier = carrier(providers, standing, leases);
    }

    private void record(Caller caller, String action, String subject, Map<String, ?> detail) {
        audit.add(caller.subject() + " " + action);
    }

    private DunningLoop loop(
            DunningProperties settings, PaymentProperties properties, Standing standing) {
        DunningStep step =
                new DunningStep(
                        books,
                        receivables,
                        accounts,
                        steps,
                        collections,
                        errands,
                        notices,
                        chasing,
                        standing,
                        settings,
                        transactions);
        return new DunningLoop(
                receivables,
                accounts,
                collections,
                step,
                chasing,
                transactions,
                settings,
                properties,
                clock);
    }

    private ErrandCarrier carrier(Providers providers, Standing standing, Leases leases) {
        return new ErrandCarrier(
                providers,
                new Collecting(accounts, receivables, collections, transactions, clock),
                new ProviderBooks(
                        books,
                        rows,
                        accounts,
                        receivables,
                        collections,
                        chasing,
                        standing,
                        leases,
                        transactions),
                leases,
                clock);
    }

    /** With the transaction, or not at all. */
    private void put(List<OutboxEntry> entries) {
        outbox.addAll(entries);
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCompletion(int status) {
                        if (status != STATUS_COMMITTED) {
                            outbox.removeAll(entries);
                        }
                    }
                });
    }

    private void note(String invoice, Money paid) {
        if (fails > 0) {
            fails--;
            throw new IllegalStateException("the node dies before it commits");
        }
        paidOf.put(invoice, paid.amount());
    }

    AccountId newAccount() {
        AccountId id = AccountId.random();
        int n = COUNT.incrementAndGet();
        jdbc.sql(
                        "insert into account (id, name, slug, account_number, state, is_operator,"
                                + " concurrency, functions, code_bytes, created_at, version)"
                                + " values (?, 'Acme', ?, ?, 'OPEN', false, 1, 1, 1, ?, 0)")
                .param(id.value())
                .param("acme-" + n)
                .param("%012d".formatted(n))
                .param(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .update();
        return id;
    }

    /** Issued today, due today, of the account; returns its number. */
    String invoice(String payable, String currency) {
        String number = "2026-%06d".formatted(COUNT.incrementAndGet());
        issue(IssuedInvoice.Kind.INVOICE, number, null, payable, currency);
        return number;
    }

    void creditNote(String invoice, String gross, String currency) {
        String number = "CN-%06d".formatted(COUNT.incrementAndGet());
        issue(IssuedInvoice.Kind.CREDIT_NOTE, number, invoice, gross, currency);
    }

    void makeVoid(String invoice) {
        in(
                () -> {
                    owing.voided(account, number(invoice));
                    return "";
                });
    }

    private void issue(
            IssuedInvoice.Kind kind,
            String number,
            @Nullable String corrects,
            String amount,
            String code) {
        IssuedInvoice invoice =
                Issued.of(kind, account, number, corrects, money(amount, code), today());
        in(
                () -> {
                    owing.finalised(invoice);
                    return "";
                });
    }

    private static InvoiceNumber number(String value) {
        return new InvoiceNumber(value);
    }

    static Money money(String amount, String code) {
        return new Money(new BigDecimal(amount), Currency.getInstance(code));
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    Caller payer() {
        return new Caller(account, "payer", "000000000001", "person:payer", Set.of());
    }

    Payment pay(String invoice, @Nullable String amount, @Nullable String currency) {
        return pay(invoice, amount, currency, null);
    }

    Payment pay(
            String invoice,
            @Nullable String amount,
            @Nullable String currency,
            @Nullable String reference) {
        return in(
                () ->
                        payments.record(
                                operator,
                                account,
                                invoice,
                                new Payments.Wish(amount, currency, reference, null, null)));
    }

    Receivable receivable(String invoice) {
        return receivables.find(account, invoice).orElseThrow();
    }

    <T> T in(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(_ -> work.get()));
    }

    void tell(String event, String reference) {
        events.tell("fake", (event + " moved " + reference).getBytes(), _ -> "yes");
    }

    /**
     * What waits in the outbox is carried until there is nothing left, as often as it takes.
     *
     * @return reasons of those that were given up on
     */
    List<String> carry() {
        List<String> parked = new ArrayList<>();
        for (int tries = 0; !outbox.isEmpty(); tries++) {
            if (tries == 200) {
                throw new AssertionError("the outbox does not get empty: " + outbox);
            }
            OutboxEntry entry = outbox.removeFirst();
            Carried carried =
                    entry.kind().equals(Errands.ERRAND)
                            ? carrier.carry(entry, 1)
                            : noticeCarrier.carry(entry, 1);
            switch (carried) {
                case Carried.Delivered() -> {}
                case Carried.Continues(_), Carried.Failed(_, _) -> outbox.add(entry);
                case Carried.Hopeless(String reason) -> parked.add(reason);
            }
        }
        return parked;
    }

    /** What an invariant of the books would be broken by; empty when they balance. */
    void requireBalance() {
        Instant now = clock.instant();
        List<String> wrong =
                jdbc.sql(
                                """
                                select r.invoice from receivable r
                                where r.account_id = ? and (
                                    r.paid <> (select coalesce(sum(p.applied), 0) from payment p
                                        where p.account_id = r.account_id and p.invoice = r.invoice)
                                    or r.refunded <> (select coalesce(-sum(p.amount), 0) from payment p
                                        where p.account_id = r.account_id and p.invoice = r.invoice and p.kind = 'refund')
                                    or r.paid > r.owed
                                    or r.paid > (select coalesce(sum(p.amount), 0) from payment p
                                        where p.account_id = r.account_id and p.invoice = r.invoice and p.kind <> 'refund'))
                                """)
                        .param(account.value())
                        .query(String.class)
                        .list();
        BigDecimal credited =
                jdbc.sql("select coalesce(sum(credited), 0) from payment where account_id = ?")
                        .param(account.value())
                        .query(BigDecimal.class)
                        .single();
        if (!wrong.isEmpty()
                || credited.compareTo(credit.getOrDefault(account, BigDecimal.ZERO)) != 0) {
            throw new AssertionError(
                    "at %s: %s, credited %s, credit %s".formatted(now, wrong, credited, credit));
        }
    }
}
