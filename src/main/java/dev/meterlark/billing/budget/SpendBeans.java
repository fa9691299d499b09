package dev.meterlark.billing.budget;

import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.Plans;
import dev.meterlark.billing.plan.PlanHistory;
import dev.meterlark.billing.rating.Fraction;
import dev.meterlark.metering.BillableUsage;
import dev.meterlark.metering.MeterSource;
import dev.meterlark.platform.DataFolder;
import dev.meterlark.platform.OfDatabase;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Puts the guard together, for this run of the node. */
@Configuration(proxyBeanMethods = false)
class SpendBeans {

    /** Whose slices are as anybody's. */
    private static final RunId NOBODY = new RunId(new UUID(0, 0));

    @Bean
    NodeRun nodeRun(DataFolder data) throws IOException {
        return new NodeRun(RunId.random(), NodeFile.in(data.path()));
    }

    @Bean
    SliceRows spendSliceRows(JdbcClient jdbc) {
        return new SliceRows(jdbc);
    }

    @Bean
    SpendRead spendLedger(BillableUsage usage, List<MeterSource> sources, InstantSource clock) {
        return new LedgerRead(usage, sources, clock);
    }

    @Bean
    Books spendBooks(PlanHistory history, BillingProperties properties) {
        return new PlanBooks(history, properties);
    }

    @Bean
    Months ownSpendMonths(
            SliceRows slices,
            SpendRead ledger,
            Books books,
            NodeRun node,
            BudgetProperties properties) {
        return new Months(slices, ledger, books, node.run(), properties.deadAfter());
    }

    @Bean
    Months spendMonths(
            SliceRows slices, SpendRead ledger, Books books, BudgetProperties properties) {
        return new Months(slices, ledger, books, NOBODY, properties.deadAfter());
    }

    @Bean
    Stops spendStops(JdbcClient jdbc, @OfDatabase InstantSource clock) {
        return new Stops(new StopRows(jdbc), clock);
    }

    @Bean
    KnownCaps knownCaps(BudgetRows rows, Plans plans, @OfDatabase InstantSource clock) {
        return new KnownCaps(rows, plans, clock);
    }

    @Bean
    Leasing spendLeasing(
            SliceRows slices,
            @Qualifier("ownSpendMonths") Months months,
            PlatformTransactionManager transactions,
            BudgetProperties properties,
            NodeRun node,
            @OfDatabase InstantSource clock) {
        return new Leasing(
                slices, months, transactions, Fraction.of(properties.slice()), node, clock);
    }

    @Bean
    Caps spendCaps(
            Plans plans,
            KnownCaps source,
            Leasing leasing,
            @Qualifier("ownSpendMonths") Months months,
            Stops stops,
            Unconfirmed unconfirmed,
            BudgetProperties properties) {
        return new Caps(
                plans::price, source, leasing, months, stops, unconfirmed, properties.retryAfter());
    }

    @Bean
    CountedSpend spendOnCounts(Caps caps) {
        return new CountedSpend(caps);
    }

    @Bean
    StoredBytes spendOnBytes(
            Caps caps,
            @Qualifier("spendMonths") Months months,
            SliceRows slices,
            PlatformTransactionManager transactions,
            @OfDatabase InstantSource clock) {
        return new StoredBytes(caps, months, slices, transactions, clock);
    }
}
