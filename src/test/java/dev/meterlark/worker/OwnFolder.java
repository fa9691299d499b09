package dev.meterlark.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A folder that no other process has as long as this one does. Whoever comes later takes the same,
 * and finds there what was left behind.
 */
record OwnFolder(Path path, FileChannel lock) implements AutoCloseable {

    static OwnFolder below(Path parent) throws IOException {
        for (int number = 1; ; number++) {
            Path path =
                    Files.createDirectories(parent.resolve(Integer.toString(number)))
                            .toAbsolutePath();
            FileChannel lock =
                    FileChannel.open(
                            path.resolve("taken"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock.tryLock() != null) {
                return new OwnFolder(path, lock);
            }
            lock.close();
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
