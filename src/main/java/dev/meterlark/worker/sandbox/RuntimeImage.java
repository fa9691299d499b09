package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.RuntimeOffer;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * What sandboxes of one runtime are made of.
 *
 * @param rootfs nothing but this runtime's files; shared by its sandboxes, none of which can write
 * @param mounts what is too large to copy
 * @param command how it is started, by MiB of memory
 * @param java how a JVM is started, where it is one
 * @param ahead null when nothing can be started before there is a function for it
 */
record RuntimeImage(
        RuntimeOffer offer,
        Path rootfs,
        List<ReadOnlyMount> mounts,
        IntFunction<List<String>> command,
        @Nullable Ahead ahead,
        @Nullable JavaCommand java) {

    RuntimeImage {
        mounts = List.copyOf(mounts);
    }

    /** One that is never started without a function. */
    RuntimeImage(
            RuntimeOffer offer,
            Path rootfs,
            List<ReadOnlyMount> mounts,
            IntFunction<List<String>> command) {
        this(offer, rootfs, mounts, command, null, null);
    }

    RuntimeImage(
            RuntimeOffer offer,
            Path rootfs,
            List<ReadOnlyMount> mounts,
            IntFunction<List<String>> command,
            @Nullable Ahead ahead) {
        this(offer, rootfs, mounts, command, ahead, null);
    }

    /** Where a file of its root lies on the machine. */
    Path inRoot(String path) {
        return rootfs.resolve(Path.of("/").relativize(Path.of(path)));
    }

    /**
     * How it is started without a function.
     *
     * @param command by MiB of memory
     * @param sizedAtStart whether the process itself knows its memory, so that it fits one size
     * @param usualMemoryMiB the size that most functions have
     */
    record Ahead(IntFunction<List<String>> command, boolean sizedAtStart, int usualMemoryMiB) {

        /** By the argument that tells our bootstraps to wait. */
        static Ahead with(
                IntFunction<List<String>> command, boolean sizedAtStart, int usualMemoryMiB) {
            return new Ahead(
                    memoryMiB ->
                            Stream.concat(command.apply(memoryMiB).stream(), Stream.of("--blank"))
                                    .toList(),
                    sizedAtStart,
                    usualMemoryMiB);
        }
    }
}
