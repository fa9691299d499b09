package dev.meterlark;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives a context a data folder of its own and, when the suite runs on PostgreSQL, a database of
 * its own there.
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
