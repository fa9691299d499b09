package dev.meterlark.billing.invoice;

import dev.meterlark.billing.PricedBy;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.Thing;
import dev.meterlark.billing.rating.Used;
import dev.meterlark.metering.BillableUsage;
import dev.meterlark.metering.Metered;
import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What was used, by thing and by the meters that prices are for. */
@Component
public class UsedByThings {

    private final BillableUsage usage;
    private final TransactionTemplate atOneMoment;

    UsedByThings(BillableUsage usage, PlatformTransactionManager transactions) {
        this.usage = usage;
        this.atOneMoment = new TransactionTemplate(transactions);
        this.atOneMoment.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.atOneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.atOneMoment.setReadOnly(true);
    }

    /**
     * Of hours that begin in [from, to). Read in a transaction of its own, at one moment: so it is
     * as new as whoever holds the account can have it, and nothing is in two places.
     */
    public List<Used> of(AccountId account, Instant from, Instant to) {
        List<Metered> metered =
                Objects.requireNonNull(atOneMoment.execute(_ -> usage.sums(account, from, to)));
        Map<Key, BigInteger> sums = new TreeMap<>();
        metered.forEach(each -> sums.merge(Key.of(each), each.amount(), BigInteger::add));
        return sums.entrySet().stream()
                .map(each -> new Used(each.getKey().thing, each.getKey().meter, each.getValue()))
                .toList();
    }

    private record Key(Thing thing, Meter meter) implements Comparable<Key> {

        static Key of(Metered metered) {
            var thing = metered.thing();
            var function = thing.function();
            return new Key(
                    new Thing(
                            UsedByThings.kind(thing.kind()),
                            function == null ? null : function.toString(),
                            thing.name()),
                    PricedBy.of(metered.meter()));
        }

        @Override
        public int compareTo(Key other) {
            int byMeter = meter.compareTo(other.meter);
            return byMeter == 0 ? thing.compareTo(other.thing) : byMeter;
        }
    }

    private static Thing.Kind kind(dev.meterlark.metering.Thing.Kind kind) {
        return switch (kind) {
            case FUNCTION -> Thing.Kind.FUNCTION;
            case BUCKET -> Thing.Kind.BUCKET;
            case TABLE -> Thing.Kind.TABLE;
            case QUEUE -> Thing.Kind.QUEUE;
        };
    }
}
