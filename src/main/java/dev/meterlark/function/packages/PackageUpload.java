package dev.meterlark.function.packages;

import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

import java.io.InputStream;

/**
 * A package on its way in.
 *
 * @param fileName as the sender calls it; tells single source files apart
 * @param contentType the media type that it was sent as
 */
@NamedInterface("upload")
public record PackageUpload(
        InputStream bytes, @Nullable String fileName, @Nullable String contentType) {}
