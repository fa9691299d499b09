package dev.meterlark.trigger.database;

import dev.meterlark.trigger.Feed;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.Trigger;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Reads the changes of one trigger's database for as long as the trigger is this node's: looks
 * whether all is as it has to be, starts the engine, and watches both.
 */
@Component
class ChangeFeed implements Feed<DatabaseTrigger> {

    private static final Duration BETWEEN_LOOKS_AT_THE_ENGINE = Duration.ofMillis(500);

    private final Connecting connecting;
    private final Sights sights;
    private final ConnectorProperties properties;

    ChangeFeed(Connecting connecting, Sights sights, ConnectorProperties properties) {
        this.connecting = connecting;
        this.sights = sights;
        this.properties = properties;
    }

    @Override
    public void feed(Trigger<DatabaseTrigger> trigger, Ownership ownership) throws Exception {
        try (Connected connected = connecting.open(trigger, ownership)) {
            List<String> warnings = prepare(connected);
            try (Reading reading = connected.begin()) {
                watch(trigger, ownership, connected, reading, warnings);
            }
        } catch (SQLException | IOException e) {
            throw trouble(trigger, ownership, Troubles.of(e));
        } catch (TroubleException e) {
            throw trouble(trigger, ownership, e);
        } finally {
            sights.ended(trigger);
        }
    }

    private TroubleException trouble(
            Trigger<DatabaseTrigger> trigger, Ownership ownership, TroubleException e) {
        sights.trouble(trigger, ownership, e.publicText());
        return e;
    }

    private static List<String> prepare(Connected connected) throws SQLException {
        try (Connection connection = connected.source().connect()) {
            return connected.source().prepare(connection, connected.isBegun());
        }
    }

    private void watch(
            Trigger<DatabaseTrigger> trigger,
            Ownership ownership,
            Connected connected,
            Reading reading,
            List<String> warnings)
            throws InterruptedException, SQLException {
        long nextLook = System.nanoTime();
        while (ownership.isHeld()) {
            if (!reading.reads(BETWEEN_LOOKS_AT_THE_ENGINE)) {
                throw new TroubleException("the engine ended without a reason");
            }
            if (System.nanoTime() - nextLook >= 0) {
                String refusal = connected.refusal();
                if (refusal != null) {
                    throw new TroubleException(refusal);
                }
                look(trigger, ownership, connected, warnings);
                nextLook = System.nanoTime() + properties.look().toNanos();
            }
        }
    }

    private void look(
            Trigger<DatabaseTrigger> trigger,
            Ownership ownership,
            Connected connected,
            List<String> warnings)
            throws SQLException {
        try (Connection connection = connected.source().connect()) {
            Following following = connected.following();
            Source.Look look = connected.source().look(connection, following.place());
            sights.seen(trigger, ownership, look, following.newest(), warnings);
        }
    }
}
