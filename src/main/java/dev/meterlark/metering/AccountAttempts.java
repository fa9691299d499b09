package dev.meterlark.metering;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.Attempts.Ended;
import dev.meterlark.metering.Attempts.Place;
import dev.meterlark.metering.Attempts.Wanted;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Attempts of the ledger over all functions of an account. No index has them in that order, because
 * each row would pay for it: which functions ran in which hour is known from the roll-ups and from
 * the marks of what is not rolled up yet, and each of those is a short stretch of the one index
 * there is.
 */
@Service
@Transactional(readOnly = true)
public class AccountAttempts {

    /** How far is looked back at first; each time that it was too little, a multiple of that. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(15);

    private static final int WIDER = 8;

    /** What is not found within that is looked for on days that have some. */
    private static final Duration WIDEST = Duration.ofHours(12);

    /** As far apart as two instants are in the database. */
    private static final Duration MOMENT = Duration.of(1, ChronoUnit.MICROS);

    /** Nodes' clocks may differ. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /** What is marked may have none of those that are wanted; a roll-up says which it has. */
    private static final String NEWEST =
            """
            select r.* from (
                select function_id, hour_at from usage_rollup
                where account_id = :account and hour_at >= :fromHour and hour_at <= :to %1$s %2$s
                union
                select function_id, hour_at from usage_mark
                where account_id = :account and hour_at >= :fromHour and hour_at <= :to %1$s) ran
            join usage_record r on r.function_id = ran.function_id
                and r.started_at >= ran.hour_at
                and r.started_at < ran.hour_at + interval '1' hour
            where r.account_id = :account and r.started_at >= :from and r.started_at <= :to %3$s
            order by r.started_at desc, r.invocation_id desc, r.attempt desc
            limit :most
            """;

    private static final String OLDER_THAN_PLACE =
            " and (r.started_at < :to or r.invocation_id < :id"
                    + " or (r.invocation_id = :id and r.attempt < :attempt))";

    private final JdbcClient jdbc;
    private final UsedTimes times;
    private final InstantSource clock;

    AccountAttempts(JdbcClient jdbc, UsedTimes times, InstantSource clock) {
        this.jdbc = jdbc;
        this.times = times;
        this.clock = clock;
    }

    /** Newest first; those that arrive meanwhile move none of them. */
    public List<InvocationRecord> newest(AccountId account, Wanted wanted) {
        return newest(account, null, wanted);
    }

    /**
     * The same of one function, which takes longer than by its index where most of its attempts are
     * wanted, and much less where few are: only hours that have some are looked through.
     *
     * @param function null for all
     */
    public List<InvocationRecord> newest(
            AccountId account, @Nullable FunctionId function, Wanted wanted) {
        Place after = wanted.olderThan();
        Instant to = after == null ? clock.instant().plus(AHEAD) : after.startedAt();
        Duration back = after == null ? FIRST_LOOK.plus(AHEAD) : FIRST_LOOK;
        while (true) {
            Instant from = to.minus(back);
            boolean all = !from.isAfter(wanted.since());
            List<InvocationRecord> found =
                    between(account, function, wanted, all ? wanted.since() : from, to);
            if (all || found.size() >= wanted.most()) {
                return found;
            }
            if (back.compareTo(WIDEST) > 0) {
                return onDays(account, function, wanted, to);
            }
            back = back.multipliedBy(WIDER);
        }
    }

    private List<InvocationRecord> onDays(
            AccountId account, @Nullable FunctionId function, Wanted wanted, Instant to) {
        Predicate<UsageTotal> kind =
                line ->
                        (function == null || function.equals(line.function()))
                                && isOf(wanted.ended(), line.key().fault())
                                && wanted.made().takes(line.key());
        List<InvocationRecord> found = new ArrayList<>();
        for (UsedTimes.Span each : times.newest(account, wanted.since(), to.plus(MOMENT), kind)) {
            Instant last = each.to().minus(MOMENT);
            found.addAll(
                    between(account, function, wanted, each.from(), last.isBefore(to) ? last : to));
            if (found.size() >= wanted.most()) {
                return List.copyOf(found.subList(0, wanted.most()));
            }
        }
        return found;
    }

    private static boolean isOf(Ended ended, @Nullable Fault fault) {
        return switch (ended) {
            case ANYHOW -> true;
            case WELL -> fault == null;
            case BADLY -> fault != null;
        };
    }

    private List<InvocationRecord> between(
            AccountId account,
            @Nullable FunctionId function,
            Wanted wanted,
            Instant from,
            Instant to) {
        Place place = wanted.olderThan();
        Place after = place == null || to.isBefore(place.startedAt()) ? null : place;
        String sql =
                NEWEST.formatted(
                        function == null ? "" : "and function_id = :function",
                        inHours(wanted.ended()) + wanted.made().condition(""),
                        wanted.ended().condition("r.")
                                + wanted.made().condition("r.")
                                + (after == null ? "" : OLDER_THAN_PLACE));
        var statement =
                jdbc.sql(sql)
                        .param("account", account.value())
                        .param("fromHour", Columns.instant(from.truncatedTo(ChronoUnit.HOURS)))
                        .param("from", Columns.instant(from))
                        .param("to", Columns.instant(to))
                        .param("most", wanted.most())
                        .params(wanted.made().columns());
        if (function != null) {
            statement = statement.param("function", function.value());
        }
        if (after != null) {
            statement =
                    statement
                            .param("id", after.invocation().value())
                            .param("attempt", after.attempt());
        }
        return statement.query(AttemptRow.MAPPER).list();
    }

    private static String inHours(Ended ended) {
        return switch (ended) {
            case ANYHOW -> "";
            case WELL -> "and fault is null";
            case BADLY -> "and fault is not null";
        };
    }

    /** The last attempt of each of these invocations that the account has, in the same order. */
    public List<InvocationRecord> last(AccountId account, Collection<InvocationId> invocations) {
        if (invocations.isEmpty()) {
            return List.of();
        }
        Map<InvocationId, InvocationRecord> last = new LinkedHashMap<>();
        jdbc.sql(
                        "select * from usage_record where invocation_id in (:ids)"
                                + " and account_id = :account order by attempt")
                .param("ids", invocations.stream().map(InvocationId::value).toList())
                .param("account", account.value())
                .query(AttemptRow.MAPPER)
                .list()
                .forEach(each -> last.put(each.invocation(), each));
        List<InvocationRecord> inOrder = new ArrayList<>();
        for (InvocationId each : invocations) {
            InvocationRecord attempt = last.get(each);
            if (attempt != null) {
                inOrder.add(attempt);
            }
        }
        return inOrder;
    }
}
