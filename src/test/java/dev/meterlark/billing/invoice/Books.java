package dev.meterlark.billing.invoice;

import dev.meterlark.ManualClock;
import dev.meterlark.billing.MoneyAudit;
import dev.meterlark.billing.plan.MoneyLock;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.edge.AuditTrail;
import dev.meterlark.metering.ScratchUsage;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.Leases;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.records.Checker;
import dev.meterlark.records.History;
import dev.meterlark.records.Ledgers;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.transaction.support.TransactionTemplate;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Everything that bills, on one database, without an application: what was agreed is a test's to
 * say, what was used is in the real ledgers. Several make nodes on one database.
 */
final class Books implements AutoCloseable {

    static final Caller OPERATOR =
            new Caller(
                    AccountId.random(),
                    "operator",
                    "100000000000",
                    "person:op",
                    Set.of(Permission.OPERATE));

    static final InvoiceProperties LAX = properties("1000000000", "1" + "0".repeat(40));

    final ScratchDatabase database;
    final ScratchUsage usage;
    final TestAgreements agreements;
    final ManualClock clock = new ManualClock();
    final Map<AccountId, KnownAccount> accounts;
    final List<String> audited = new ArrayList<>();
    final List<IssuedInvoice> told = new ArrayList<>();
    final Months months;
    final InvoiceRows rows;
    final CloseRows closeRows;
    final Closing closing;
    final Rounds rounds;
    final Invoices invoices;
    final Closes closes;
    final Corrections corrections;

    /** The first node. */
    Books(ScratchDatabase database, ZoneId zone, InvoiceProperties properties) {
        this(database, zone, properties, new TestAgreements(), new ConcurrentHashMap<>());
        database.client()
                .sql("update billing_start set began_at = ?")
                .param(LocalDateTime.parse("2000-01-01T00:00").atOffset(ZoneOffset.UTC))
                .update();
    }

    /** One more on the same database. */
    Books other(ZoneId zone, InvoiceProperties properties) {
        return new Books(database, zone, properties, agreements, accounts);
    }

    private Books(
            ScratchDatabase database,
            ZoneId zone,
            InvoiceProperties properties,
            TestAgreements agreements,
            Map<AccountId, KnownAccount> accounts) {
        this.database = database;
        this.usage = new ScratchUsage(database, clock);
        this.agreements = agreements;
        this.accounts = accounts;
        var transactions = database.transactions();
        closeRows =
                new CloseRows(database.client(), new MoneyLock(database.client()), transactions);
        months = new Months(zone, closeRows::start);
        rows = new InvoiceRows(database.template());
        BilledRows billed = new BilledRows(database.template());
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerSingleton("listener", listener());
        var listeners = beans.getBeanProvider(InvoiceListener.class);
        Notes notes = new Notes(new MoneyAudit(audit()));
        Issuing issuing =
                new Issuing(
                        rows,
                        billed,
                        closeRows,
                        new Numbering(database.client()),
                        agreements,
                        months,
                        properties,
                        notes,
                        listeners);
        var used = new UsedByThings(usage.billable(), transactions);
        var gathering = new Gathering(agreements, used, billed, closeRows, months);
        closing =
                new Closing(
                        closeRows, rows, gathering, agreements, issuing, properties, transactions);
        KnownAccounts known = known();
        rounds = rounds(known, closing, properties);
        invoices = new Invoices(rows, clock);
        closes =
                new Closes(
                        known,
                        closeRows,
                        closing,
                        rounds,
                        new CloseLoop(rounds, properties),
                        months,
                        notes,
                        properties,
                        clock,
                        transactions);
        var creditNotes = new CreditNotes(database.template(), rows, issuing, months);
        corrections =
                new Corrections(
                        rows,
                        billed,
                        closeRows,
                        creditNotes,
                        agreements,
                        notes,
                        listeners,
                        clock,
                        transactions);
    }

    private Rounds rounds(KnownAccounts known, Closing closing, InvoiceProperties properties) {
        var time = new DatabaseClock(database.template());
        return new Rounds(
                known,
                closeRows,
                closing,
                months,
                new Leases(database.template(), database.transactions(), time),
                properties,
                clock,
                new CloseMetrics(new SimpleMeterRegistry(), closeRows),
                database.transactions());
    }

    private AuditTrail audit() {
        return (caller, action, subject, _) ->
                audited.add("%s %s %s".formatted(caller.subject(), action, subject));
    }

    static InvoiceProperties properties(String multiple, String least) {
        return new InvoiceProperties(
                Duration.ofHours(24),
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                "INV-",
                "CN-",
                Integer.parseInt(multiple),
                3,
                new BigDecimal(least));
    }

    /** As if nothing had ever been used or billed. */
    void wipe() {
        for (String table :
                List.of(
                        "billing_round",
                        "billing_close",
                        "billing_month",
                        "invoice_usage",
                        "invoice_line",
                        "invoice_snapshot",
                        "credit_note_line",
                        "invoice",
                        "billed_account",
                        "usage_rollup",
                        "usage_sheet",
                        "usage_summed_day",
                        "usage_meter")) {
            database.client().sql("delete from " + table).update();
        }
        database.client().sql("update invoice_series set last_number = 0").update();
        accounts.clear();
    }

    /** A new account, on these prices from its beginning. */
    KnownAccount account(Instant since, PriceBook book) {
        AccountId id = AccountId.random();
        String number = String.valueOf(100_000_000_001L + accounts.size());
        KnownAccount account = new KnownAccount(id, number, "Acme " + number, since);
        accounts.put(id, account);
        agreements.book(id, Instant.parse("2000-01-01T00:00:00Z"), book);
        return account;
    }

    void at(String instant) {
        clock.forward(Duration.between(clock.instant(), Instant.parse(instant)));
    }

    <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(
                new TransactionTemplate(database.transactions()).execute(_ -> work.get()));
    }

    By itself() {
        return By.itself(clock.instant());
    }

    /** All that were issued to an account, the first first. */
    List<IssuedInvoice> issuedTo(KnownAccount account) {
        List<IssuedInvoice> all = new ArrayList<>();
        rows.before(account.id(), Long.MAX_VALUE, 1_000)
                .reversed()
                .forEach(each -> all.add(rows.snapshot(each.view().number()).invoice()));
        return all;
    }

    /** Each rule of the books holds. */
    void check() {
        Checker.always(new Ledgers(database.source(), null), new History());
    }

    private InvoiceListener listener() {
        return new InvoiceListener() {
            @Override
            public void finalised(IssuedInvoice invoice) {
                told.add(invoice);
            }

            @Override
            public void voided(AccountId account, InvoiceNumber number) {
                audited.add("told of void " + number);
            }
        };
    }

    private KnownAccounts known() {
        return new KnownAccounts() {
            @Override
            public List<KnownAccount> after(@Nullable AccountId after, int most) {
                Map<String, KnownAccount> byId = new TreeMap<>(Comparator.naturalOrder());
                accounts.values().forEach(each -> byId.put(each.id().toString(), each));
                return byId.values().stream()
                        .filter(
                                each ->
                                        after == null
                                                || each.id().toString().compareTo(after.toString())
                                                        > 0)
                        .limit(most)
                        .toList();
            }

            @Override
            public Optional<KnownAccount> find(AccountId account) {
                return Optional.ofNullable(accounts.get(account));
            }
        };
    }

    @Override
    public void close() {
        database.close();
    }
}
