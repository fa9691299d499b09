package dev.meterlark.function.packages;

import dev.meterlark.platform.Blobs;
import dev.meterlark.shared.CodeDigest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Only gives out temporary files; what was left behind shows in its folder. */
record FolderBlobs(Path folder) implements Blobs {

    List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path temporary() throws IOException {
        return Files.createTempFile(folder, "blob", null);
    }

    @Override
    public CodeDigest put(Path finished, Consumer<CodeDigest> before) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(CodeDigest digest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size(CodeDigest digest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(CodeDigest digest) {
        throw new UnsupportedOperationException();
    }
}
