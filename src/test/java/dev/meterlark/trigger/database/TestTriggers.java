package dev.meterlark.trigger.database;

import dev.meterlark.FakeVault;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.Reception;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.TriggerState;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Triggers of databases on this machine. */
final class TestTriggers {

    static final Passwords PASSWORDS = new Passwords(new FakeVault());

    private TestTriggers() {}

    static Trigger<DatabaseTrigger> postgresql(int port, String database, String... tables) {
        return of(AccountId.random(), asked("postgresql", port, database, "none", tables));
    }

    static DatabaseTrigger asked(
            String engine, int port, String database, String snapshot, String... tables) {
        return new DatabaseTrigger(
                engine,
                "127.0.0.1",
                port,
                database,
                "postgres",
                "secret",
                null,
                new Tls("disable", null),
                List.of(tables),
                null,
                snapshot,
                Map.of("shards", "2"));
    }

    static DatabaseTrigger mariadb(int port, String database, String snapshot, String... tables) {
        DatabaseTrigger usual = asked("mariadb", port, database, snapshot, tables);
        return as(usual, SharedMariaDb.READER, SharedMariaDb.PASSWORD, usual.privacy());
    }

    static DatabaseTrigger as(DatabaseTrigger usual, String user, String password, Tls tls) {
        return new DatabaseTrigger(
                usual.engine(),
                usual.host(),
                usual.port(),
                usual.database(),
                user,
                password,
                null,
                tls,
                usual.tables(),
                usual.operations(),
                usual.snapshot(),
                usual.options());
    }

    static Trigger<DatabaseTrigger> of(AccountId account, DatabaseTrigger asked) {
        return of(account, asked, Duration.ZERO);
    }

    /**
     * @param window how long a batch is waited for
     */
    static Trigger<DatabaseTrigger> of(AccountId account, DatabaseTrigger asked, Duration window) {
        TriggerId id = new TriggerId(UUID.randomUUID());
        return new Trigger<>(
                id,
                account,
                new FunctionRef("hear", "$LATEST"),
                "database",
                PASSWORDS.sealed(account, id, asked),
                new Reception(null, null, 10, window),
                TriggerState.ENABLED,
                1,
                Instant.EPOCH);
    }
}
