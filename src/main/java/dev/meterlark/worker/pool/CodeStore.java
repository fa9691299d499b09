package dev.meterlark.worker.pool;

import dev.meterlark.shared.CodeDigest;
import dev.meterlark.worker.CodeSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Packages, unpacked once each into a folder that nobody writes to again. A folder with its final
 * name is complete: it is made under another one, and no name is used twice. Those in use are
 * counted; beyond the bound the ones unused for longest are deleted. Its monitor guards the table
 * and the counts.
 */
final class CodeStore {

    private static final Logger log = LoggerFactory.getLogger(CodeStore.class);

    private static final class Entry {
        private final CompletableFuture<Unpacking.Result> result = new CompletableFuture<>();
        private int users;
    }

    private final Path root;
    private final CodeSource source;
    private final long maxBytes;
    private final Unpacking.Bounds bounds;
    private final AtomicLong names = new AtomicLong();

    /** The one unused for longest comes first. */
    private final Map<CodeDigest, Entry> entries = new LinkedHashMap<>();

    /** Starts with an empty folder: what a predecessor left is not trusted to be whole. */
    CodeStore(Path root, CodeSource source, long maxBytes, Unpacking.Bounds bounds)
            throws IOException {
        this.root = root;
        this.source = source;
        this.maxBytes = maxBytes;
        this.bounds = bounds;
        Files.createDirectories(root);
        try (Stream<Path> leftovers = Files.list(root)) {
            for (Path each : leftovers.toList()) {
                delete(each);
            }
        }
    }

    /** A package's folder, kept until this is closed. */
    final class Held implements AutoCloseable {

        private final Entry entry;
        private final Path folder;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Held(Entry entry, Path folder) {
            this.entry = entry;
            this.folder = folder;
        }

        Path folder() {
            return folder;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(entry);
            }
        }
    }

    /**
     * Unpacks it unless that was done; several callers at once wait for one of them.
     *
     * @throws IOException when the store does not hold it, or it is not what a package must be
     */
    Held hold(CodeDigest digest) throws IOException {
        Entry entry;
        boolean mine;
        synchronized (this) {
            Entry known = entries.remove(digest);
            mine = known == null;
            entry = known == null ? new Entry() : known;
            entry.users++;
            entries.put(digest, entry);
        }
        if (mine) {
            unpack(digest, entry);
            deleteUnused();
        }
        try {
            return new Held(entry, entry.result.join().folder());
        } catch (CompletionException e) {
            throw new IOException("The code package cannot be unpacked: " + e.getCause(), e);
        }
    }

    /** Whatever happens, those who wait learn of it, and the next to ask tries anew. */
    private void unpack(CodeDigest digest, Entry entry) {
        String name = "%s-%d".formatted(digest, names.incrementAndGet());
        Path unfinished = root.resolve(name + ".part");
        try {
            long bytes = Unpacking.unpack(source.open(digest), digest, unfinished, bounds);
            Path folder = Files.move(unfinished, root.resolve(name));
            entry.result.complete(new Unpacking.Result(folder, bytes));
        } catch (IOException | RuntimeException | Error e) {
            synchronized (this) {
                entries.remove(digest, entry);
            }
            entry.result.completeExceptionally(e);
            delete(unfinished);
        }
    }

    private void release(Entry entry) {
        synchronized (this) {
            entry.users--;
        }
        deleteUnused();
    }

    private void deleteUnused() {
        List<Path> unused = new ArrayList<>();
        synchronized (this) {
            long total = entries.values().stream().mapToLong(CodeStore::bytes).sum();
            for (var each = entries.values().iterator(); each.hasNext() && total > maxBytes; ) {
                Entry candidate = each.next();
                if (candidate.users == 0) {
                    total -= bytes(candidate);
                    each.remove();
                    unused.add(candidate.result.join().folder());
                }
            }
        }
        unused.forEach(CodeStore::delete);
    }

    private static long bytes(Entry entry) {
        Unpacking.@Nullable Result result =
                entry.result.isCompletedExceptionally() ? null : entry.result.getNow(null);
        return result == null ? 0 : result.bytes();
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            log.warn("Cannot delete {}: {}", folder, e.toString());
        }
    }
}
