package dev.meterlark.invocation;

import dev.meterlark.platform.Blobs;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.worker.CodeSource;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;

/** Code packages from the platform's own store. */
@Component
class StoredCode implements CodeSource {

    private final Blobs blobs;

    StoredCode(Blobs blobs) {
        this.blobs = blobs;
    }

    @Override
    public InputStream open(CodeDigest digest) throws IOException {
        return blobs.open(digest);
    }
}
