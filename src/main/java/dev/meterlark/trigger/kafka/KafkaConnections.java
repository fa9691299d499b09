package dev.meterlark.trigger.kafka;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.edge.BodyMembers;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Revision;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Clusters that accounts write to, by names of their own. */
@Service
@Transactional
public class KafkaConnections {

    private final ConnectionRows rows;
    private final Passwords passwords;
    private final Accounts accounts;
    private final AuditLog audit;
    private final KafkaProperties properties;
    private final JsonMapper json;
    private final InstantSource clock;

    KafkaConnections(
            ConnectionRows rows,
            Passwords passwords,
            Accounts accounts,
            AuditLog audit,
            KafkaProperties properties,
            JsonMapper json,
            InstantSource clock) {
        this.rows = rows;
        this.passwords = passwords;
        this.accounts = accounts;
        this.audit = audit;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Page<KafkaConnectionView> list(
            Caller caller, @Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<ConnectionRow> found =
                rows.list(caller.account(), stretch.after(), stretch.most() + 1);
        return new Page<>(
                stretch.items(found).stream().map(ConnectionRow::view).toList(),
                stretch.nextCursor(found, ConnectionRow::name));
    }

    @Transactional(readOnly = true)
    public KafkaConnectionView show(Caller caller, String name) {
        return find(caller, name).view();
    }

    /** Whether a broker answers is seen when something is written: nobody waits for a stranger. */
    public KafkaConnectionView create(Caller caller, JsonNode wanted) {
        accounts.lockedLimits(caller.account()); // one after the other, for count and names
        ConnectionWish wish = BodyMembers.read(json, wanted, ConnectionWish.class);
        String name = wish.name();
        if (name == null) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "name is missing; it is what destinations name the connection by");
        }
        if (rows.find(caller.account(), name).isPresent()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT, "there is a Kafka connection %s already".formatted(name));
        }
        if (rows.count(caller.account()) >= properties.maxConnections()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account has %d Kafka connections, as many as it may; delete one first"
                            .formatted(properties.maxConnections()));
        }
        Instant now = clock.instant();
        var identity = new Identity(ConnectionId.random(), caller.account(), name, 1, now);
        ConnectionRow row = row(identity, wish, null, now);
        rows.insert(row);
        return told(caller, row, "kafka-connection.created");
    }

    /**
     * As a whole, but for a password that is left out: that stays, for the same brokers.
     *
     * @param wanted may name the {@code revision} that the connection must have
     */
    public KafkaConnectionView change(Caller caller, String name, JsonNode wanted) {
        accounts.lockedLimits(caller.account());
        ConnectionRow before = find(caller, name);
        ConnectionWish wish = BodyMembers.read(json, wanted, ConnectionWish.class);
        if (wish.name() != null && !name.equals(wish.name())) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "name is decided when a connection is made, and is %s here; make another"
                            .formatted(name));
        }
        Revision.require("the connection", wish.revision(), before.revision());
        var identity =
                new Identity(
                        before.id(),
                        before.account(),
                        name,
                        before.revision() + 1,
                        before.createdAt());
        ConnectionRow after = row(identity, wish, before.sealedPassword(), clock.instant());
        rows.update(after);
        return told(caller, after, "kafka-connection.changed");
    }

    /** What waits to be written there is tried until it is given up. */
    public void delete(Caller caller, String name) {
        ConnectionRow row = find(caller, name);
        rows.delete(row);
        told(caller, row, "kafka-connection.deleted");
    }

    @EventListener
    public void on(AccountClosed event) {
        rows.deleteAll(event.account());
    }

    /** What of a connection no wish decides. */
    private record Identity(
            ConnectionId id, AccountId account, String name, long revision, Instant createdAt) {}

    private ConnectionRow row(
            Identity identity, ConnectionWish wish, @Nullable String sealed, Instant now) {
        String owner = ConnectionRow.owner(identity.account, identity.id);
        try {
            return new ConnectionRow(
                    identity.id,
                    identity.account,
                    identity.name,
                    wish.seeds(),
                    wish.privacy().withoutPassword(),
                    passwords.sealed(owner, wish.seeds(), wish.privacy(), sealed),
                    identity.revision,
                    identity.createdAt,
                    now);
        } catch (TroubleException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, e.publicText(), String.valueOf(e.getMessage()), e);
        }
    }

    private KafkaConnectionView told(Caller caller, ConnectionRow row, String action) {
        audit.record(
                caller,
                action,
                "kafka-connection:" + row.name(),
                Map.of(
                        "brokers",
                        row.brokers().stream().map(Broker::toString).toList(),
                        "protocol",
                        row.security().protocol()));
        return row.view();
    }

    private ConnectionRow find(Caller caller, String name) {
        return rows.find(caller.account(), name).orElseThrow(KafkaConnections::unknown);
    }

    /** The same for those that are another account's. */
    static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no such Kafka connection in this account");
    }
}
