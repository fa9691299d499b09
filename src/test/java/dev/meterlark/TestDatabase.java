package dev.meterlark;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Gives a context a data folder and a database of its own: in memory, or in the real PostgreSQL
 * when the suite runs on it.
 */
public class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of("meterlark.data=" + newFolder()).applyTo(context);
        use(newUrl(), context);
    }

    /** A new, empty one of the kind that this run of the suite is on. */
    static String newUrl() {
        return SharedPostgres.asked()
                ? SharedPostgres.newDatabase()
                : "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000"
                        .formatted(UUID.randomUUID());
    }

    static String user() {
        return SharedPostgres.asked() ? SharedPostgres.USER : "sa";
    }

    static void use(String url, ConfigurableApplicationContext context) {
        TestPropertyValues.of("meterlark.database.url=" + url, "meterlark.database.user=" + user())
                .applyTo(context);
    }

    private static Path newFolder() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "test-data"));
            return Files.createTempDirectory(parent, "installation").toAbsolutePath();
        } catch (IOException e) {
            throw new IllegalStateException("no folder for a test's data", e);
        }
    }
}
