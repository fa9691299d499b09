package dev.meterlark.trigger.database;

import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.Trigger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** All that belongs to one run for one trigger, and goes when it ends. */
final class Connected implements Run, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connected.class);

    private final Trigger<DatabaseTrigger> trigger;
    private final Ownership ownership;
    private final Dialing dialing;
    private final Dialing.Place place;
    private final PositionRows rows;
    private final Following following;
    private final Run.Open open;
    private final Parts parts;
    private volatile @Nullable Reading reading;

    /**
     * @param signs how often the engine is to give a sign
     * @param authorities a file that goes with the run; null for none
     */
    record Parts(
            Source source,
            ConnectorProperties properties,
            Duration signs,
            @Nullable Path authorities) {

        void close() {
            if (authorities != null) {
                try {
                    Files.deleteIfExists(authorities);
                } catch (IOException e) {
                    LOG.warn("{} could not be deleted", authorities, e);
                }
            }
        }
    }

    interface Making {

        Parts make(String run) throws InterruptedException, IOException;
    }

    Connected(
            Trigger<DatabaseTrigger> trigger,
            Ownership ownership,
            Dialing dialing,
            Dialing.Place place,
            PositionRows rows,
            Following following,
            Making making)
            throws InterruptedException, IOException {
        this.trigger = trigger;
        this.ownership = ownership;
        this.dialing = dialing;
        this.place = place;
        this.rows = rows;
        this.following = following;
        this.open = new Run.Open(this);
        try {
            this.parts = making.make(open.name());
        } catch (RuntimeException | InterruptedException | IOException e) {
            open.close();
            throw e;
        }
    }

    Source source() {
        return parts.source();
    }

    Following following() {
        return following;
    }

    /** Whether something was handed over before. */
    boolean isBegun() {
        return position().isPresent();
    }

    /** Why the database may not be reached any more; null while it may. */
    @Nullable String refusal() {
        return dialing.refusal(place);
    }

    Reading begin() {
        Duration patience = parts.properties().stopTimeout();
        Properties settings =
                EngineSettings.of(
                        PostgresSource.nameOf(trigger.id()),
                        open.name(),
                        trigger.configuration(),
                        parts.source(),
                        parts.properties());
        settings.setProperty("heartbeat.interval.ms", String.valueOf(parts.signs().toMillis()));
        Reading begun = Reading.begin(settings, following, trigger.id().toString(), patience);
        reading = begun;
        return begun;
    }

    @Override
    public Socket connect() throws IOException {
        return dialing.connect(place);
    }

    @Override
    public Optional<byte[]> position() {
        return Undisturbed.call(() -> rows.position(trigger.id()));
    }

    @Override
    public void move(byte[] position) {
        Undisturbed.run(() -> rows.move(trigger.id(), ownership, position));
    }

    @Override
    public List<String> schemaChanges() {
        return Undisturbed.call(() -> rows.schemaChanges(trigger.id()));
    }

    @Override
    public void addSchemaChange(String change) {
        Undisturbed.run(
                () -> rows.addSchemaChange(trigger.account(), trigger.id(), ownership, change));
    }

    @Override
    public void broken(Throwable why) {
        Reading begun = reading;
        if (begun != null) {
            begun.fail(why);
        }
    }

    @Override
    public void close() {
        open.close();
        parts.close();
    }
}
