package dev.meterlark.trigger.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;
import dev.meterlark.storage.table.Change;
import dev.meterlark.storage.table.Document;
import dev.meterlark.storage.table.ReaderId;
import dev.meterlark.storage.table.Standing;
import dev.meterlark.storage.table.TableChanges;
import dev.meterlark.storage.table.Tables;
import dev.meterlark.trigger.Capabilities;
import dev.meterlark.trigger.Feed;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerKind;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Triggers on tables. A trigger is a reader of its table's changes, from the moment it is made. */
@Component
class TableKind implements TriggerKind<TableTrigger> {

    private static final int USUAL_BATCH = 100;
    private static final int LARGEST_BATCH = 1_000;

    /** From here on what may be lost is warned of. */
    private static final Duration WARNED_BEFORE = Duration.ofDays(1);

    private final Tables tables;
    private final TableChanges changes;
    private final TableFeed feed;
    private final InstantSource clock;

    TableKind(Tables tables, TableChanges changes, TableFeed feed, InstantSource clock) {
        this.tables = tables;
        this.changes = changes;
        this.feed = feed;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "table";
    }

    @Override
    public Class<TableTrigger> configuration() {
        return TableTrigger.class;
    }

    @Override
    public TableTrigger checked(Trigger<TableTrigger> wanted) {
        String table = wanted.configuration().table();
        if (!tables.exists(wanted.account(), table)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "table must be a table of the account, was: " + Shown.text(table));
        }
        return wanted.configuration();
    }

    @Override
    public Set<Permission> needs() {
        return Set.of(Permission.STORAGE_READ);
    }

    @Override
    public String about(TableTrigger configuration) {
        return configuration.table();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(USUAL_BATCH, LARGEST_BATCH, true, true);
    }

    @Override
    public JsonNode sample(Trigger<TableTrigger> trigger) {
        var change =
                new Change(
                        0,
                        2,
                        "order-7",
                        Change.Kind.CHANGED,
                        Document.parse("{\"total\":700,\"paid\":false}".getBytes(UTF_8)),
                        Document.parse("{\"total\":700,\"paid\":true}".getBytes(UTF_8)),
                        clock.instant());
        return TableEvents.event(trigger.configuration().table(), trigger.id().toString(), change);
    }

    @Override
    public Feed<TableTrigger> feed() {
        return feed;
    }

    @Override
    public void made(Trigger<TableTrigger> trigger) {
        join(trigger);
    }

    /**
     * A new table of the same name is begun as the trigger says. To another one no trigger moves:
     * what it has handed over is known by the numbers of its own.
     */
    @Override
    public void changed(Trigger<TableTrigger> before, Trigger<TableTrigger> after) {
        String table = before.configuration().table();
        if (!table.equals(after.configuration().table())) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "table is decided when a trigger is made, and is %s here; make another trigger"
                            .formatted(table));
        }
        boolean reads = changes.tableOf(reader(after)).isPresent();
        boolean canRead = tables.exists(after.account(), after.configuration().table());
        if (!reads && canRead) {
            join(after);
        }
    }

    @Override
    public void removed(Trigger<TableTrigger> trigger) {
        changes.leave(reader(trigger));
    }

    private void join(Trigger<TableTrigger> trigger) {
        TableTrigger wanted = trigger.configuration();
        changes.join(trigger.account(), wanted.table(), reader(trigger), wanted.fromBeginning());
    }

    /** How far it is behind, what it lost, and what it is about to lose. */
    @Override
    public Map<String, Object> facts(Trigger<TableTrigger> trigger) {
        ReaderId reader = reader(trigger);
        if (changes.tableOf(reader).isEmpty()) {
            return Map.of("trouble", TableFeed.gone(trigger.configuration().table()));
        }
        Standing standing = changes.standing(reader);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("waiting", standing.waiting());
        Instant since = standing.waitingSince();
        if (since != null) {
            facts.put("waitingSince", since);
        }
        if (standing.isAtBeginning()) {
            facts.put("atBeginning", true);
        }
        facts.put("lost", standing.lost());
        Instant lostAt = standing.lostAt();
        if (lostAt != null) {
            facts.put("lostAt", lostAt);
        }
        warning(standing).ifPresent(text -> facts.put("warning", text));
        return facts;
    }

    private Optional<String> warning(Standing standing) {
        if (standing.lost() > 0) {
            return Optional.of(
                    "%d changes were deleted before they were taken, because they were too old or"
                                    .formatted(standing.lost())
                            + " too many");
        }
        Instant lostFrom = standing.lostFrom();
        boolean tooOld =
                lostFrom != null && lostFrom.minus(WARNED_BEFORE).isBefore(clock.instant());
        boolean tooMany = standing.keptBytes() > standing.mostBytes() / 5 * 4;
        return tooOld || tooMany
                ? Optional.of(
                        "changes that wait are deleted soon, from the oldest on: they take %d of"
                                        .formatted(standing.keptBytes())
                                + " %d bytes, and the first is kept until %s"
                                        .formatted(standing.mostBytes(), lostFrom))
                : Optional.empty();
    }

    static ReaderId reader(Trigger<TableTrigger> trigger) {
        return new ReaderId(trigger.id().value());
    }
}
