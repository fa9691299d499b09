package dev.meterlark.records;

import dev.meterlark.SharedPostgres;
import dev.meterlark.story.PlatformProcess;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One data folder and one database, which outlive the processes that work on them.
 *
 * @param url empty for the embedded database, in the folder
 */
record Installation(Path data, String url) {

    /** What the platform keeps its state in. */
    enum Kind {
        EMBEDDED,
        POSTGRESQL
    }

    static Installation of(Kind kind, Path data) {
        return switch (kind) {
            case EMBEDDED -> new Installation(data, "");
            case POSTGRESQL -> new Installation(data, SharedPostgres.newDatabase());
        };
    }

    /** Begins a process on it, which may never be well. */
    PlatformProcess launch(List<String> options, String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(PlatformProcess.UNPREPARED);
        if (!url.isEmpty()) {
            all.add("--meterlark.database.url=" + url);
            all.add("--meterlark.database.user=" + SharedPostgres.USER);
        }
        return PlatformProcess.launch(data, options, all.toArray(String[]::new));
    }

    /** To be read; the embedded ones only while no process works on them. */
    Ledgers ledgers() {
        return url.isEmpty() ? Ledgers.embedded(data) : ledgersOf(url, data.resolve("blobs"));
    }

    static Ledgers ledgersOf(String url, Path blobs) {
        return new Ledgers(new DriverManagerDataSource(url, SharedPostgres.USER, ""), blobs);
    }
}
