package dev.meterlark.function.packages;

import dev.meterlark.platform.Blobs;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Takes an upload to a file, bounded, and makes of it the package that is stored. Nothing that the
 * upload says of itself is believed, and nothing is unpacked anywhere.
 */
public final class PackageCheck {

    private final Blobs blobs;
    private final PackageLimits limits;

    public PackageCheck(Blobs blobs, PackageLimits limits) {
        this.blobs = blobs;
        this.limits = limits;
    }

    /**
     * @param handler tells where the code is looked for, and what a single source file is called
     * @throws IOException when the upload broke off or this disk failed; nothing is left behind
     */
    public CheckedPackage check(PackageUpload upload, RuntimeFamily family, String handler)
            throws IOException {
        Path received = blobs.temporary();
        Path checked = blobs.temporary();
        try {
            receive(upload.bytes(), received);
            CheckedPackage made =
                    UploadForm.of(received, upload) == UploadForm.ZIP
                            ? fromZip(received, checked, family)
                            : fromFile(
                                    received,
                                    checked,
                                    SingleFile.of(received, upload, family, handler));
            HandlerCheck.check(made.file(), family, handler, blobs);
            return made;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(checked);
            throw e;
        } finally {
            Files.deleteIfExists(received);
        }
    }

    private void receive(InputStream in, Path file) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int length; (length = read(in, buffer)) >= 0; ) {
                size += length;
                if (size > limits.uploadBytes()) {
                    throw Refusals.tooLarge(limits.uploadBytes());
                }
                out.write(buffer, 0, length);
            }
        }
        if (size == 0) {
            throw Refusals.invalid("the package is empty; upload a zip, a jar or one source file");
        }
    }

    /** Tells what the sender did from what this disk did. */
    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_MALFORMED,
                    "the upload broke off before its end; nothing was changed",
                    e.getMessage(),
                    e);
        }
    }

    private CheckedPackage fromZip(Path received, Path checked, RuntimeFamily family)
            throws IOException {
        try (ZipBytes zip = new ZipBytes(received)) {
            ZipEnd end = ZipEnd.find(zip);
            List<ZipRecord> records = ZipDirectory.read(zip, end, limits.entries());
            if (records.stream().allMatch(ZipRecord::isFolder)) {
                throw Refusals.invalid("the zip holds no file");
            }
            records.forEach(ZipRecord::requirePlain);
            EntryNames.check(records, limits.entries());
            requireDeclaredFits(records);
            return rewrite(zip, LocalHeaders.locate(zip, end, records), checked, family);
        }
    }

    /** Before any work is spent on unpacking; what is declared is measured after this. */
    private void requireDeclaredFits(List<ZipRecord> records) {
        long declared = 0;
        for (ZipRecord record : records) {
            declared += Math.min(record.declaredSize(), limits.unpackedBytes() + 1);
        }
        if (declared > limits.unpackedBytes()) {
            throw Refusals.unpacksTooLarge(limits.unpackedBytes());
        }
    }

    private CheckedPackage rewrite(
            ZipBytes zip, List<LocalHeaders.Located> entries, Path checked, RuntimeFamily family)
            throws IOException {
        List<LocalHeaders.Located> sorted =
                entries.stream().sorted(Comparator.comparing(e -> e.entry().name())).toList();
        try (Unpacking unpacking = new Unpacking(zip, limits.unpackedBytes());
                PlainZip plain = new PlainZip(checked)) {
            for (LocalHeaders.Located each : sorted) {
                unpacking.measure(each);
                ZipRecord entry = each.entry();
                plain.copy(
                        entry,
                        zip.view(each.dataAt(), entry.compressedSize()),
                        entry.executable() || isBootstrap(entry, family));
            }
            return new CheckedPackage(checked, plain.finish(), unpacking.unpacked(), sorted.size());
        }
    }

    /** It can only be meant to run, but zips that are packed on Windows do not say so. */
    private static boolean isBootstrap(ZipRecord entry, RuntimeFamily family) {
        return family == RuntimeFamily.PROVIDED && entry.name().equals("bootstrap");
    }

    private CheckedPackage fromFile(Path received, Path checked, SingleFile file)
            throws IOException {
        try (InputStream content = Files.newInputStream(received);
                PlainZip plain = new PlainZip(checked)) {
            plain.pack(file.name(), content, file.executable());
            return new CheckedPackage(checked, plain.finish(), Files.size(received), 1);
        }
    }
}
