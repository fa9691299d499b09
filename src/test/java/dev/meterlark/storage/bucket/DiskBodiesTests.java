package dev.meterlark.storage.bucket;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class DiskBodiesTests extends BodiesContract {

    @TempDir Path folder;

    private DiskBodies bodies;

    @SuppressWarnings("NullAway.Init") // before each test
    DiskBodiesTests() {}

    @BeforeEach
    void open() throws IOException {
        bodies = BucketNode.disk(folder);
    }

    @Override
    Bodies bodies() {
        return bodies;
    }

    @Override
    String[] leftovers() {
        return java.util.Objects.requireNonNull(
                folder.resolve("data/objects/unfinished").toFile().list());
    }
}
