package dev.meterlark.trigger.database;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Capabilities;
import dev.meterlark.trigger.Feed;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerKind;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/** Changes of rows in a database that the tenant runs. */
@Component
class DatabaseKind implements TriggerKind<DatabaseTrigger> {

    private final Passwords passwords;
    private final PositionRows rows;
    private final Sights sights;
    private final Leaving leaving;
    private final ObjectProvider<ChangeFeed> feed;

    DatabaseKind(
            Passwords passwords,
            PositionRows rows,
            Sights sights,
            Leaving leaving,
            ObjectProvider<ChangeFeed> feed) {
        this.passwords = passwords;
        this.rows = rows;
        this.sights = sights;
        this.leaving = leaving;
        this.feed = feed;
    }

    @Override
    public String type() {
        return "database";
    }

    @Override
    public Class<DatabaseTrigger> configuration() {
        return DatabaseTrigger.class;
    }

    /** Whether the database answers is seen later: nobody's transaction waits for a stranger. */
    @Override
    public DatabaseTrigger checked(Trigger<DatabaseTrigger> wanted) {
        try {
            return passwords.sealed(wanted.account(), wanted.id(), wanted.configuration());
        } catch (TroubleException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, e.publicText(), e.getMessage(), e);
        }
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.STREAM;
    }

    @Override
    public JsonNode sample(Trigger<DatabaseTrigger> trigger) {
        return Samples.update(trigger.configuration());
    }

    @Override
    public Map<String, Object> facts(Trigger<DatabaseTrigger> trigger) {
        return sights.facts(trigger.account(), trigger.id());
    }

    @Override
    public Object shown(DatabaseTrigger configuration) {
        return Shown.of(configuration);
    }

    @Override
    public @Nullable Feed<DatabaseTrigger> feed() {
        return feed.getObject();
    }

    @Override
    public void made(Trigger<DatabaseTrigger> trigger) {
        rows.insert(trigger.account(), trigger.id());
    }

    /** A position says nothing of another database. */
    @Override
    public void changed(Trigger<DatabaseTrigger> before, Trigger<DatabaseTrigger> after) {
        if (!before.configuration().sharesDatabaseWith(after.configuration())) {
            rows.delete(before.id());
            rows.insert(after.account(), after.id());
            leaving.of(before);
        }
    }

    @Override
    public void removed(Trigger<DatabaseTrigger> trigger) {
        rows.delete(trigger.id());
        leaving.of(trigger);
    }
}
