package dev.meterlark.invocation;

import dev.meterlark.invocation.compiling.CompilerPackage;
import dev.meterlark.platform.Blobs;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.worker.CodeSource;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;

/** Code packages from the platform's own store, and the one that the platform itself brings. */
@Component
class StoredCode implements CodeSource {

    private final Blobs blobs;
    private final CompilerPackage compiler;

    StoredCode(Blobs blobs, CompilerPackage compiler) {
        this.blobs = blobs;
        this.compiler = compiler;
    }

    @Override
    public InputStream open(CodeDigest digest) throws IOException {
        InputStream own = compiler.open(digest);
        return own == null ? blobs.open(digest) : own;
    }
}
