package dev.meterlark.trigger.route;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.function.References;
import dev.meterlark.ingress.HttpRoute;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.pipeline.PipelineReferences;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Revision;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Methods and paths of accounts, and what answers there. */
@Service
@Transactional
public class Routes {

    private static final UUID FIRST = new UUID(0, 0);

    private final RouteRows rows;
    private final RoutePublishing publishing;
    private final References functions;
    private final PipelineReferences pipelines;
    private final Accounts accounts;
    private final AuditLog audit;
    private final RouteProperties properties;
    private final InstantSource clock;

    Routes(
            RouteRows rows,
            RoutePublishing publishing,
            References functions,
            PipelineReferences pipelines,
            Accounts accounts,
            AuditLog audit,
            RouteProperties properties,
            InstantSource clock) {
        this.rows = rows;
        this.publishing = publishing;
        this.functions = functions;
        this.pipelines = pipelines;
        this.accounts = accounts;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<RouteView> list(Caller caller, @Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        UUID after =
                stretch.after().isEmpty()
                        ? FIRST
                        : RouteId.parse(stretch.after())
                                .map(RouteId::value)
                                .orElseThrow(Routes::noCursor);
        List<RouteRow> found = rows.list(caller.account(), after, stretch.most() + 1);
        return new Page<>(
                stretch.items(found).stream().map(RouteRow::view).toList(),
                stretch.nextCursor(found, row -> row.id().toString()));
    }

    @Transactional(readOnly = true)
    public RouteView show(Caller caller, String id) {
        return find(caller, id).view();
    }

    public RouteView create(Caller caller, RouteWish wish) {
        accounts.lockedLimits(caller.account()); // one after the other, for count and conflicts
        Instant now = clock.instant();
        RouteId id = RouteId.random();
        check(caller, id, wish);
        RouteRow row = new RouteRow(id, caller.account(), "", "", wish, now, now).with(wish, now);
        if (rows.count(caller.account()) >= properties.maxRoutes()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account has %d routes, as many as it may; delete one first"
                            .formatted(properties.maxRoutes()));
        }
        requireAlone(row);
        rows.insert(row);
        return told(caller, row, "route.created");
    }

    /**
     * Another in its place, under the same id.
     *
     * @param unchangedSince its last change when it was looked at, or it is refused; null for any
     */
    public RouteView change(
            Caller caller, String id, RouteWish wish, @Nullable Instant unchangedSince) {
        accounts.lockedLimits(caller.account());
        RouteRow before = find(caller, id);
        Revision.requireUnchanged("the route", unchangedSince, before.changedAt());
        check(caller, before.id(), wish);
        RouteRow after = before.with(wish, clock.instant());
        requireAlone(after);
        rows.update(after);
        return told(caller, after, "route.changed");
    }

    public void delete(Caller caller, String id) {
        RouteRow row = find(caller, id);
        rows.delete(row.id());
        told(caller, row, "route.deleted");
    }

    @EventListener
    public void on(AccountClosed event) {
        rows.deleteAll(event.account());
        publishAfterCommit();
    }

    private void check(Caller caller, RouteId id, RouteWish wish) {
        JsonNode schema = wish.schema();
        long most = properties.maxSchema().toBytes();
        if (schema != null && schema.toString().length() > most) {
            throw new RefusedException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "a schema may have %d bytes as JSON".formatted(most));
        }
        HttpRoute route = RouteShaping.route(id, wish);
        FunctionRef target = route.function();
        boolean there =
                wish.function() == null
                        ? pipelines.hold(caller.account(), target.name(), target.qualifier())
                        : functions.hold(caller.account(), target.name(), target.qualifier());
        if (!there) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "there is no %s %s with the version or alias %s in this account"
                            .formatted(
                                    wish.function() == null ? "pipeline" : "function",
                                    Shown.text(target.name()),
                                    Shown.text(target.qualifier())));
        }
    }

    /** Two routes that mean the same requests would leave it to chance which one answers. */
    private void requireAlone(RouteRow row) {
        Optional<RouteRow> other =
                rows.alike(row.account(), row.method(), row.shape())
                        .filter(found -> !found.id().equals(row.id()));
        if (other.isPresent()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "%s %s means the same requests as route %s (%s); change that one, or delete it first"
                            .formatted(
                                    row.method(),
                                    row.wish().path(),
                                    other.get().id(),
                                    other.get().wish().path()));
        }
    }

    private RouteView told(Caller caller, RouteRow row, String action) {
        audit.record(
                caller,
                action,
                "route:" + row.id(),
                Map.of("key", row.method() + " " + row.wish().path()));
        publishAfterCommit();
        return row.view();
    }

    private void publishAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        publishing.lookSoon();
                    }
                });
    }

    private RouteRow find(Caller caller, String id) {
        return RouteId.parse(id)
                .flatMap(parsed -> rows.find(caller.account(), parsed))
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no such route in this account"));
    }

    private static RefusedException noCursor() {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "cursor is not one that this list answered with; leave it out to start over");
    }
}
