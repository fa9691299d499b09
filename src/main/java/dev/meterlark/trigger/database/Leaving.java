package dev.meterlark.trigger.database;

import dev.meterlark.platform.Carried;
import dev.meterlark.platform.Outbox;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Takes away from a tenant's database what a deleted trigger had made there: a slot that nobody
 * reads keeps the database's log until its disk is full. Tried again until it is done, or the
 * outbox gives it up.
 */
@Component
class Leaving implements OutboxCarrier {

    private static final String KIND = "database-trigger";

    private final Connecting connecting;
    private final ObjectProvider<Outbox> outbox;
    private final JsonMapper json;
    private final InstantSource clock;

    Leaving(
            Connecting connecting,
            ObjectProvider<Outbox> outbox,
            JsonMapper json,
            InstantSource clock) {
        this.connecting = connecting;
        this.outbox = outbox;
        this.json = json;
        this.clock = clock;
    }

    record Body(UUID trigger, DatabaseTrigger configuration) {}

    /** In the transaction that ends it. */
    void of(Trigger<DatabaseTrigger> trigger) {
        DatabaseTrigger asked = trigger.configuration();
        outbox.getObject()
                .put(
                        List.of(
                                new OutboxEntry(
                                        LeavingId.random().value(),
                                        KIND,
                                        trigger.account(),
                                        "leave the database " + asked,
                                        json.writeValueAsBytes(
                                                new Body(trigger.id().value(), asked)),
                                        clock.instant())));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Carried carry(OutboxEntry entry, int attempt) {
        Body body = json.readValue(entry.body(), Body.class);
        try {
            leave(entry.account(), body);
            return new Carried.Delivered();
        } catch (TroubleException e) {
            return new Carried.Failed(e.publicText(), null);
        } catch (SQLException | IOException e) {
            return new Carried.Failed(Troubles.of(e).publicText(), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Carried.Failed("the platform is being stopped", null);
        }
    }

    private void leave(AccountId account, Body body)
            throws InterruptedException, IOException, SQLException {
        connecting.leave(account, new TriggerId(body.trigger()), body.configuration());
    }
}
