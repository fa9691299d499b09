package dev.meterlark.trigger;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Revision;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The triggers of accounts' functions and pipelines. */
@Service
@Transactional
public class Triggers {

    private final TriggerRows rows;
    private final StatusRows statuses;
    private final Kinds kinds;
    private final Shaping shaping;
    private final Viewing viewing;
    private final TriggerTargets targets;
    private final Accounts accounts;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final TriggerProperties properties;
    private final InstantSource clock;

    Triggers(
            TriggerRows rows,
            StatusRows statuses,
            Kinds kinds,
            Shaping shaping,
            Viewing viewing,
            TriggerTargets targets,
            Accounts accounts,
            AuditLog audit,
            ApplicationEventPublisher events,
            TriggerProperties properties,
            InstantSource clock) {
        this.rows = rows;
        this.statuses = statuses;
        this.kinds = kinds;
        this.shaping = shaping;
        this.viewing = viewing;
        this.targets = targets;
        this.accounts = accounts;
        this.audit = audit;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    /** Of one function or pipeline, the oldest first. */
    @Transactional(readOnly = true)
    public Page<TriggerView> list(
            Caller caller,
            TargetKind kind,
            String target,
            @Nullable String cursor,
            @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        Place after = Place.of(stretch);
        targets.require(caller.account(), kind, target);
        return page(stretch, rows.list(caller.account(), TriggerQuery.of(kind, target), after));
    }

    /** Of the whole account, also those whose function is gone, the oldest first. */
    @Transactional(readOnly = true)
    public Page<TriggerView> list(
            Caller caller, TriggerQuery query, @Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        return page(stretch, rows.list(caller.account(), query, Place.of(stretch)));
    }

    /** Those that name a text as what they make run or what they are about. */
    @Transactional(readOnly = true)
    public List<TriggerView> named(Caller caller, String part, int most) {
        return viewing.listed(rows.named(caller.account(), part.toLowerCase(Locale.ROOT), most));
    }

    private Page<TriggerView> page(Stretch stretch, List<TriggerRow> found) {
        return new Page<>(
                viewing.listed(stretch.items(found)), stretch.nextCursor(found, Place::name));
    }

    @Transactional(readOnly = true)
    public TriggerView show(Caller caller, TargetKind kind, String target, String id) {
        return viewing.whole(find(caller, kind, target, id));
    }

    @Transactional(readOnly = true)
    public boolean isThere(Caller caller, String id) {
        return TriggerId.parse(id).flatMap(each -> rows.find(caller.account(), each)).isPresent();
    }

    /** By its id alone. */
    @Transactional(readOnly = true)
    public TriggerView show(Caller caller, String id) {
        return viewing.whole(find(caller, id));
    }

    /** Refused like an unknown one when it is another account's. */
    @Transactional(readOnly = true)
    TriggerId require(Caller caller, String id) {
        return find(caller, id).id();
    }

    private TriggerRow find(Caller caller, String id) {
        return TriggerId.parse(id)
                .flatMap(parsed -> rows.find(caller.account(), parsed))
                .orElseThrow(Triggers::unknown);
    }

    public TriggerView create(
            Caller caller, TargetKind kind, String target, @Nullable JsonNode wanted) {
        accounts.lockedLimits(caller.account()); // one after the other, for the count
        targets.hold(caller.account(), kind, FunctionRef.latest(target));
        TriggerWish wish = TriggerWish.of(wanted);
        requireMay(caller, kinds.named(wish.text("type")));
        TriggerRow row = shaping.create(caller.account(), kind, target, wish, clock.instant());
        targets.hold(caller.account(), kind, row.target());
        if (rows.count(caller.account()) >= properties.maxTriggers()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account has %d triggers, as many as it may; delete one first"
                            .formatted(properties.maxTriggers()));
        }
        rows.insert(row);
        statuses.insert(row.id(), row.account());
        kinds.of(row).made(row);
        audit.record(caller, "trigger.created", subject(row), detail(row));
        DurableSteps.commit("trigger.created");
        events.publishEvent(new TriggerMoved(row.id()));
        return viewing.whole(row);
    }

    /**
     * What is missing stays as it is, and what is null goes.
     *
     * @param wanted may name the {@code revision} that the trigger must have
     */
    public TriggerView change(
            Caller caller, TargetKind kind, String target, String id, @Nullable JsonNode wanted) {
        TriggerRow before = lock(caller, kind, target, id);
        TriggerWish wish = TriggerWish.of(wanted);
        requireMay(caller, kinds.of(before));
        Revision.require("the trigger", wish.revision(), before.revision());
        TriggerRow after = shaping.change(before, wish, clock.instant());
        targets.hold(caller.account(), kind, after.target());
        become(caller, before, after, "trigger.changed");
        return viewing.whole(after);
    }

    public TriggerView pause(Caller caller, TargetKind kind, String target, String id) {
        TriggerRow before = lock(caller, kind, target, id);
        if (before.state() == TriggerState.PAUSED) {
            return viewing.whole(before);
        }
        TriggerRow after = Shaping.paused(before, clock.instant());
        become(caller, before, after, "trigger.paused");
        return viewing.whole(after);
    }

    /** Also of one that was stopped, if what stopped it is no more. */
    public TriggerView resume(Caller caller, TargetKind kind, String target, String id) {
        TriggerRow before = lock(caller, kind, target, id);
        requireMay(caller, kinds.of(before));
        if (before.state() == TriggerState.ENABLED) {
            return viewing.whole(before);
        }
        targets.hold(caller.account(), kind, before.target());
        TriggerRow after = shaping.resumed(before, clock.instant());
        become(caller, before, after, "trigger.resumed");
        return viewing.whole(after);
    }

    public void delete(Caller caller, TargetKind kind, String target, String id) {
        TriggerRow row = lock(caller, kind, target, id);
        kinds.of(row).removed(row);
        rows.delete(row);
        audit.record(caller, "trigger.deleted", subject(row), detail(row));
        DurableSteps.commit("trigger.deleted");
        events.publishEvent(new TriggerMoved(row.id()));
    }

    /** Works for nobody any more: told within the transaction that deletes a function. */
    List<String> letGo(Caller caller, String target) {
        Instant now = clock.instant();
        List<TriggerRow> enabled =
                rows.lockOf(caller.account(), target).stream()
                        .filter(row -> row.state() == TriggerState.ENABLED)
                        .toList();
        for (TriggerRow row : enabled) {
            String reason = "the %s %s was deleted".formatted(row.targetKind().wireName(), target);
            become(caller, row, row.in(TriggerState.PAUSED, reason, now), "trigger.paused");
        }
        return enabled.stream().map(row -> row.id().toString()).toList();
    }

    @EventListener
    public void on(AccountClosed event) {
        for (TriggerRow row : rows.ofAccount(event.account())) {
            kinds.of(row).removed(row);
            rows.delete(row);
            events.publishEvent(new TriggerMoved(row.id()));
        }
    }

    private void become(Caller caller, TriggerRow before, TriggerRow after, String action) {
        if (!rows.update(before, after)) {
            throw new IllegalStateException(
                    "trigger %s was changed while it was locked".formatted(before.id()));
        }
        kinds.of(after).changed(before, after);
        audit.record(caller, action, subject(after), detail(after));
        DurableSteps.commit("trigger.changed");
        events.publishEvent(new TriggerMoved(after.id()));
    }

    /** A trigger lets a function have what its maker may have, and no more. */
    private static void requireMay(Caller caller, Kinds.Known<?> kind) {
        for (Permission needed : kind.needs()) {
            if (!caller.may(needed)) {
                throw new RefusedException(
                        ErrorCode.FORBIDDEN,
                        "a trigger of this type needs the permission %s, which these credentials do not have"
                                .formatted(needed.wireName()));
            }
        }
    }

    private TriggerRow find(Caller caller, TargetKind kind, String target, String id) {
        return TriggerId.parse(id)
                .flatMap(parsed -> rows.find(caller.account(), parsed))
                .filter(row -> row.isOf(kind, target))
                .orElseThrow(Triggers::unknown);
    }

    private TriggerRow lock(Caller caller, TargetKind kind, String target, String id) {
        return TriggerId.parse(id)
                .flatMap(parsed -> rows.lock(caller.account(), parsed))
                .filter(row -> row.isOf(kind, target))
                .orElseThrow(Triggers::unknown);
    }

    static String subject(TriggerRow row) {
        return "trigger:" + row.id();
    }

    private static Map<String, Object> detail(TriggerRow row) {
        return Map.of(
                "type",
                row.type(),
                row.targetKind().wireName(),
                row.target().name(),
                "state",
                row.state().wireName(),
                "revision",
                row.revision());
    }

    /** The same for those that are another account's. */
    static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no such trigger in this account");
    }
}
