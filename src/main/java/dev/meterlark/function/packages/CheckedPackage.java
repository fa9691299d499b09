package dev.meterlark.function.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A package that may be stored, in the form in which it will be. Closing throws the file away,
 * unless it was moved before.
 *
 * @param file a plain zip
 * @param size of the file
 * @param unpackedSize of everything in it
 * @param entries files and folders in it
 */
public record CheckedPackage(Path file, long size, long unpackedSize, int entries)
        implements AutoCloseable {

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
