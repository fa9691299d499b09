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
        if (SharedPostgres.asked()) {
            TestPropertyValues.of(
                            "meterlark.database.url=" + SharedPostgres.newDatabase(),
                            "meterlark.database.user=" + SharedPostgres.USER)
                    .applyTo(context);
        } else {
            TestPropertyValues.of(
                            "meterlark.database.url=jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000"
                                    .formatted(UUID.randomUUID()))
                    .applyTo(context);
        }
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
