package dev.meterlark.storage.table;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Listing;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The tables of accounts, without their items. */
@Service
@Transactional
public class Tables {

    private static final int MOST_LISTED = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private final TableRows tables;
    private final ShardRows shards;
    private final ReaderRows readers;
    private final Accounts accounts;
    private final AuditLog audit;
    private final TableProperties properties;
    private final InstantSource clock;

    Tables(
            TableRows tables,
            ShardRows shards,
            ReaderRows readers,
            Accounts accounts,
            AuditLog audit,
            TableProperties properties,
            InstantSource clock) {
        this.tables = tables;
        this.shards = shards;
        this.readers = readers;
        this.accounts = accounts;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /** Names that hold a text in whatever case, those that begin with it first. */
    @Transactional(readOnly = true)
    public List<String> named(Caller caller, String part, int most) {
        return tables.named(caller.account(), part.toLowerCase(Locale.ROOT), most);
    }

    /** By name. */
    @Transactional(readOnly = true)
    public Page<TableView> list(Caller caller, @Nullable String cursor, @Nullable Integer limit) {
        Listing listing = Listing.of(cursor, limit, MOST_LISTED);
        List<Table> found = tables.after(caller.account(), listing.after(), listing.limitAndOne());
        return listing.page(found, Table::name, table -> TableView.of(table, null));
    }

    /** With the count of its items. */
    @Transactional(readOnly = true)
    public TableView show(Caller caller, String name) {
        Table table = tables.find(caller.account(), name).orElseThrow(Tables::unknown);
        return TableView.of(table, shards.roomOf(table.id()));
    }

    @Transactional(readOnly = true)
    public boolean exists(AccountId account, String name) {
        return tables.find(account, name).isPresent();
    }

    public TableView create(Caller caller, @Nullable String name, TableSettings settings) {
        String checked = name(name);
        TableSettings.IndexTerms index = settings.index();
        String ttl = settings.ttl();
        accounts.lockedLimits(caller.account()); // one after the other, for the count
        if (tables.find(caller.account(), checked).isPresent()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "there is a table %s already; use it, or choose another name"
                            .formatted(checked));
        }
        if (tables.count(caller.account()) >= properties.maxTables()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account has %d tables, as many as it may; delete one first"
                            .formatted(properties.maxTables()));
        }
        var table =
                new Table(
                        TableId.random(),
                        caller.account(),
                        checked,
                        properties.shards(),
                        index == null ? null : index(index),
                        ttl == null ? null : MemberPath.parse("ttl", ttl),
                        clock.instant());
        tables.insert(table);
        shards.insert(table);
        audit.record(caller, "table.created", subject(table), Map.of());
        return TableView.of(table, new ShardRows.Room(0, 0));
    }

    /**
     * With all its items, which are no changes that anybody is told of. They are gone at once for
     * everybody, and bit by bit from the disk.
     */
    public void delete(Caller caller, String name) {
        Table table = tables.find(caller.account(), name).orElseThrow(Tables::unknown);
        List<HeldShard> held = shards.holdAll(table);
        long items = shards.roomOf(table.id()).items();
        close(table, held, clock.instant());
        audit.record(caller, "table.deleted", subject(table), Map.of("items", items));
    }

    /** For good, and with it what is in its tables. */
    @EventListener
    public void on(AccountClosed event) {
        Instant now = clock.instant();
        for (Table each : tables.after(event.account(), "", Integer.MAX_VALUE)) {
            close(each, shards.holdAll(each), now);
        }
    }

    private void close(Table table, List<HeldShard> held, Instant now) {
        readers.deleteAll(table.id());
        shards.deleteAll(table, held, now);
        tables.markDeleted(table, now);
    }

    private static Index index(TableSettings.IndexTerms terms) {
        String path = terms.path();
        if (path == null) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "index.path is missing: the member of a document that items are found by");
        }
        return new Index(MemberPath.parse("index.path", path), Index.Type.parse(terms.type()));
    }

    private static String name(@Nullable String text) {
        if (text == null || !NAME.matcher(text).matches()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "name must be 1 to 80 letters, digits, - and _, as in orders; was: "
                            + (text == null ? "missing" : Shown.text(text)));
        }
        return text;
    }

    private static String subject(Table table) {
        return "table:" + table.name();
    }

    /** The same for those that are another account's. */
    static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such table in this account");
    }
}
