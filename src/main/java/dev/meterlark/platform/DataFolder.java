package dev.meterlark.platform;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The one folder that the installation writes to ({@code meterlark.data}); nobody else reads it.
 */
@Component
public class DataFolder {

    private final Path path;

    DataFolder(@Value("${meterlark.data}") Path path) throws IOException {
        this.path = path.toAbsolutePath().normalize();
        makePrivate(this.path);
    }

    public Path path() {
        return path;
    }

    /** A folder inside, made when it is not there. */
    public Path folder(String name) throws IOException {
        Path folder = path.resolve(name);
        makePrivate(folder);
        return folder;
    }

    private static void makePrivate(Path folder) throws IOException {
        var ownerOnly = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
        Files.setPosixFilePermissions(folder, ownerOnly);
    }
}
