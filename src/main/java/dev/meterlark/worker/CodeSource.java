package dev.meterlark.worker;

import dev.meterlark.shared.CodeDigest;

import java.io.IOException;
import java.io.InputStream;

/** Where a sandbox's code comes from: implemented by a module that may reach the store. */
public interface CodeSource {

    /**
     * Opens the package: always a zip, checked when it was uploaded.
     *
     * @throws IOException when the store does not hold it or cannot be read
     */
    InputStream open(CodeDigest digest) throws IOException;
}
