package dev.meterlark.function.packages;

import dev.meterlark.platform.Blobs;
import dev.meterlark.shared.CodeDigest;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A package out of the store, to look into and to make another one of. It was checked when it was
 * stored; what is made of it is an upload like any other and is checked again.
 */
public final class StoredPackage implements AutoCloseable {

    private final Blobs blobs;
    private final Path file;
    private final ZipFile zip;

    private StoredPackage(Blobs blobs, Path file) throws IOException {
        this.blobs = blobs;
        this.file = file;
        this.zip = new ZipFile(file.toFile());
    }

    /**
     * @param size unpacked, in bytes
     * @param crc of what it unpacks to: another one is another content
     */
    public record Entry(String path, long size, long crc) {}

    public static StoredPackage open(Blobs blobs, CodeDigest digest) throws IOException {
        Path copy = blobs.temporary();
        try (InputStream in = blobs.open(digest)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return new StoredPackage(blobs, copy);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** Files by their paths, without folders. */
    public List<Entry> files() {
        return zip.stream()
                .filter(entry -> !entry.isDirectory())
                .map(StoredPackage::of)
                .sorted(Comparator.comparing(Entry::path))
                .toList();
    }

    public Optional<Entry> find(String path) {
        ZipEntry entry = zip.getEntry(path);
        return entry == null || entry.isDirectory() ? Optional.empty() : Optional.of(of(entry));
    }

    private static Entry of(ZipEntry entry) {
        return new Entry(entry.getName(), entry.getSize(), entry.getCrc());
    }

    /**
     * @param path of a file that is there
     */
    public byte[] read(String path) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(path))) {
            return in.readAllBytes();
        }
    }

    /**
     * The same with some files changed, as a new zip.
     *
     * @param changes by path; null for files that are to go
     * @return a temporary file, the caller's to delete
     */
    public Path with(Map<String, byte @Nullable []> changes) throws IOException {
        Path made = blobs.temporary();
        try (ZipBytes bytes = new ZipBytes(file);
                PlainZip plain = new PlainZip(made)) {
            write(bytes, new TreeMap<>(changes), plain);
            plain.finish();
            return made;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(made);
            throw e;
        }
    }

    /** As new packages are: those that come anew are plain files, the others keep what they are. */
    private void write(ZipBytes bytes, TreeMap<String, byte @Nullable []> changes, PlainZip plain)
            throws IOException {
        ZipEnd end = ZipEnd.find(bytes);
        List<ZipRecord> records = ZipDirectory.read(bytes, end, Integer.MAX_VALUE);
        for (LocalHeaders.Located each : LocalHeaders.locate(bytes, end, records)) {
            ZipRecord entry = each.entry();
            if (changes.containsKey(entry.name())) {
                pack(plain, entry.name(), changes.remove(entry.name()), entry.executable());
            } else {
                plain.copy(
                        entry,
                        bytes.view(each.dataAt(), entry.compressedSize()),
                        entry.executable());
            }
        }
        for (var each : changes.entrySet()) {
            pack(plain, each.getKey(), each.getValue(), false);
        }
    }

    private static void pack(
            PlainZip plain, String path, byte @Nullable [] content, boolean executable)
            throws IOException {
        if (content != null) {
            plain.pack(path, new ByteArrayInputStream(content), executable);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
        Files.deleteIfExists(file);
    }
}
