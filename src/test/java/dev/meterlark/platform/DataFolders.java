package dev.meterlark.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of installations, for what is tested without one. */
public final class DataFolders {

    private DataFolders() {}

    public static DataFolder inTarget() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "test-data"));
            return new DataFolder(Files.createTempDirectory(parent, "folder"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
