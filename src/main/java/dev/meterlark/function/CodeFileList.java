package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Files of a package.
 *
 * @param digest of the package
 * @param nextCursor for those that follow; null at the end
 */
public record CodeFileList(String digest, List<Item> items, @Nullable String nextCursor) {

    /**
     * @param size unpacked, in bytes
     */
    public record Item(String path, long size) {}
}
