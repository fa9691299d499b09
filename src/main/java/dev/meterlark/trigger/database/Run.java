package dev.meterlark.trigger.database;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a driver or the engine, which make objects of ours by the names of their classes, find of
 * the run that they belong to. In a map for the whole process, because nothing but text reaches
 * such an object.
 */
interface Run {

    /** To the database, at the address that was checked. */
    Socket connect() throws IOException;

    Optional<byte[]> position();

    void move(byte[] position);

    List<String> schemaChanges();

    void addSchemaChange(String change);

    /** The engine could not keep what it has to: it must end. */
    void broken(Throwable why);

    /** The runs that there are, each under a name that nobody else can guess. */
    final class Open implements AutoCloseable {

        private static final Map<String, Run> RUNS = new ConcurrentHashMap<>();

        private final String name = RunId.random().toString();

        Open(Run run) {
            RUNS.put(name, run);
        }

        String name() {
            return name;
        }

        static Run named(String name) {
            Run run = RUNS.get(name);
            if (run == null) {
                throw new IllegalStateException("the run was ended: " + name);
            }
            return run;
        }

        @Override
        public void close() {
            RUNS.remove(name);
        }
    }
}
