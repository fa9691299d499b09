package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.RuntimeOffer;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What sandboxes of one runtime are made of.
 *
 * @param rootfs nothing but this runtime's files; shared by its sandboxes, none of which can write
 * @param mounts what is too large to copy
 * @param command how it is started, by MiB of memory
 */
record RuntimeImage(
        RuntimeOffer offer,
        Path rootfs,
        List<ReadOnlyMount> mounts,
        IntFunction<List<String>> command) {

    RuntimeImage {
        mounts = List.copyOf(mounts);
    }
}
