package dev.meterlark.trigger.database;

import dev.meterlark.platform.DataFolder;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.TriggerReport;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Finds a trigger's database and opens what a run for it needs. */
@Component
class Connecting {

    private static final String FOLDER = "connectors";

    private final ConnectorProperties properties;
    private final Dialing dialing;
    private final Passwords passwords;
    private final PositionRows rows;
    private final Handover handover;
    private final TriggerReport report;
    private final DataFolder data;

    Connecting(
            ConnectorProperties properties,
            Dialing dialing,
            Passwords passwords,
            PositionRows rows,
            Handover handover,
            TriggerReport report,
            DataFolder data) {
        this.properties = properties;
        this.dialing = dialing;
        this.passwords = passwords;
        this.rows = rows;
        this.handover = handover;
        this.report = report;
        this.data = data;
    }

    /**
     * @throws TroubleException when it cannot be found, or must not be reached
     */
    Connected open(Trigger<DatabaseTrigger> trigger, Ownership ownership)
            throws InterruptedException, IOException {
        DatabaseTrigger asked = trigger.configuration();
        String password = passwords.open(trigger.account(), trigger.id(), asked);
        Dialing.Place place = dialing.find(trigger.account(), asked.place(), asked.number());
        Following following =
                new Following(
                        new Changes(asked),
                        new Gathering(trigger.reception()),
                        new Handing(trigger, ownership, handover, report),
                        properties.heartbeat());
        Duration signs = Gathering.signs(trigger.reception(), properties.heartbeat());
        return new Connected(
                trigger,
                ownership,
                dialing,
                place,
                rows,
                following,
                run -> parts(trigger.id(), asked, password, new Way(place, run, signs)));
    }

    /**
     * Takes away what a trigger that is no more had made in its database.
     *
     * @throws TroubleException when it cannot be found, or must not be reached
     */
    void leave(AccountId account, TriggerId trigger, DatabaseTrigger asked)
            throws InterruptedException, IOException, SQLException {
        if (asked.kind() != Engine.POSTGRESQL) {
            return; // nothing is made in the others
        }
        String password = passwords.open(account, trigger, asked);
        Dialing.Place place = dialing.find(account, asked.place(), asked.number());
        try (Run.Open open = new Run.Open(new Visit(dialing, place))) {
            Way way = new Way(place, open.name(), properties.heartbeat());
            Connected.Parts parts = parts(trigger, asked, password, way);
            try (Connection connection = parts.source().connect()) {
                parts.source().leave(connection);
            } finally {
                parts.close();
            }
        }
    }

    /**
     * @param run by which a driver finds it
     * @param signs how often the engine is to give one
     */
    private record Way(Dialing.Place place, String run, Duration signs) {}

    private Connected.Parts parts(
            TriggerId trigger, DatabaseTrigger asked, String password, Way way) throws IOException {
        @Nullable Path trusted = null;
        Source source;
        if (asked.kind() == Engine.POSTGRESQL) {
            trusted = authorities(asked.privacy(), way.run());
            source = new PostgresSource(trigger, asked, password, driver(way.run(), trusted));
        } else {
            @Nullable PinnedCertificate pinned = pinned(asked, way.place());
            trusted = pinned == null ? null : truststore(pinned, way.run());
            source = new MySqlSource(trigger, asked, password, replica(way, trusted));
        }
        return new Connected.Parts(source, properties, way.signs(), trusted);
    }

    private PostgresSource.Driver driver(String run, @Nullable Path authorities) {
        return new PostgresSource.Driver(
                run,
                authorities == null ? "" : authorities.toString(),
                Math.max(1, properties.connectTimeout().toSeconds()),
                properties.statementTimeout().toMillis());
    }

    private MySqlSource.Way replica(Way way, @Nullable Path truststore) {
        return new MySqlSource.Way(
                way.run(),
                way.place().literal(),
                truststore == null ? "" : truststore.toString(),
                properties.connectTimeout().toMillis(),
                properties.statementTimeout().toMillis(),
                way.signs().toMillis());
    }

    private @Nullable PinnedCertificate pinned(DatabaseTrigger asked, Dialing.Place place)
            throws IOException {
        return asked.privacy().looksAtCertificate()
                ? PinnedCertificate.of(
                        dialing.connect(place),
                        place.host(),
                        asked.privacy(),
                        Math.toIntExact(properties.connectTimeout().toMillis()))
                : null;
    }

    private Path truststore(PinnedCertificate pinned, String run) throws IOException {
        Path file = data.folder(FOLDER).resolve(run + ".jks");
        pinned.writeTo(file);
        return file;
    }

    /** The drivers want a file. */
    private @Nullable Path authorities(Tls tls, String run) throws IOException {
        String pem = tls.caCertificate();
        if (pem == null) {
            return null;
        }
        Path file = data.folder(FOLDER).resolve(run + ".pem");
        Files.writeString(file, pem);
        return file;
    }
}
