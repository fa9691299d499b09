package dev.meterlark.trigger.database;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

/** A run that reads no changes: only the way to the database. */
record Visit(Dialing dialing, Dialing.Place place) implements Run {

    @Override
    public Socket connect() throws IOException {
        return dialing.connect(place);
    }

    @Override
    public Optional<byte[]> position() {
        return Optional.empty();
    }

    @Override
    public void move(byte[] position) {
        throw readsNothing();
    }

    @Override
    public List<String> schemaChanges() {
        return List.of();
    }

    @Override
    public void addSchemaChange(String change) {
        throw readsNothing();
    }

    @Override
    public void broken(Throwable why) {}

    private static IllegalStateException readsNothing() {
        return new IllegalStateException("a visit reads no changes");
    }
}
