package dev.meterlark.billing.plan;

import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.PlanSnapshot;
import dev.meterlark.billing.PlanTerms;
import dev.meterlark.billing.Plans;
import dev.meterlark.billing.rating.ListPrices;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps what every call is priced by in step with the database. A node that cannot read goes on
 * with what it knows; changes lie far enough ahead for three tries.
 */
@Component
class PlanFeed implements SchedulingConfigurer, InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(PlanFeed.class);

    private final PlanRows plans;
    private final BookRows books;
    private final AssignmentRows assignments;
    private final ChangeRows changes;
    private final Plans known;
    private final BillingProperties properties;
    private final TransactionTemplate atOneMoment;
    private volatile long readAt = -1;

    PlanFeed(
            PlanRows plans,
            BookRows books,
            AssignmentRows assignments,
            ChangeRows changes,
            Plans known,
            BillingProperties properties,
            PlatformTransactionManager transactions) {
        this.plans = plans;
        this.books = books;
        this.assignments = assignments;
        this.changes = changes;
        this.known = known;
        this.properties = properties;
        this.atOneMoment = new TransactionTemplate(transactions);
        this.atOneMoment.setReadOnly(true);
        this.atOneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** Before the first call. */
    @Override
    public void afterPropertiesSet() {
        resync();
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::resyncAgain, properties.resyncEvery());
    }

    private void resyncAgain() {
        try {
            resync();
        } catch (RuntimeException e) {
            LOG.warn("plans and prices could not be read again", e);
        }
    }

    /** Reads all when anything was changed since. */
    void resync() {
        if (changes.read() != readAt) {
            atOneMoment.executeWithoutResult(
                    _ -> {
                        long now = changes.read();
                        known.become(read());
                        readAt = now;
                    });
        }
    }

    private PlanSnapshot read() {
        Map<String, PlanTerms> terms =
                plans.all().stream().collect(Collectors.toMap(PlanTerms::id, each -> each));
        Map<String, NavigableMap<Instant, ListPrices>> prices = new HashMap<>();
        books.published()
                .forEach(
                        each ->
                                prices.computeIfAbsent(each.book().plan(), _ -> new TreeMap<>())
                                        .put(
                                                Objects.requireNonNull(each.effectiveFrom()),
                                                new ListPrices(each.book())));
        Map<String, PlanSnapshot.Offered> offered = new HashMap<>();
        prices.forEach(
                (plan, of) ->
                        offered.put(
                                plan,
                                new PlanSnapshot.Offered(
                                        Objects.requireNonNull(terms.get(plan)), of)));
        return new PlanSnapshot(
                properties.defaultPlan(), offered, assignments.otherThan(properties.defaultPlan()));
    }
}
