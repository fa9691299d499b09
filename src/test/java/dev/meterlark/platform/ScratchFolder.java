package dev.meterlark.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A data folder for what needs no Spring context. */
public final class ScratchFolder {

    private ScratchFolder() {}

    public static DataFolder in(Path folder) {
        try {
            return new DataFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
