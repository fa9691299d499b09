package dev.meterlark.worker.wasm;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Machine code of modules, kept so that no call waits for it to be made again. It is what a host
 * said it is: so it is given to hosts of the same account only, which could run as much of their
 * own making anyway, and never read by the platform. Whatever is wrong with a file, the module is
 * compiled anew.
 */
final class KeptCode {

    private static final Logger log = LoggerFactory.getLogger(KeptCode.class);

    /** Changes with whatever makes the code: another version's files are not looked at. */
    private static final String FORMAT = "endive-1.0.0";

    private static final byte[] NONE = {};

    private final Path root;
    private final long maxBytes;

    KeptCode(Path root, long maxBytes) {
        this.root = root;
        this.maxBytes = maxBytes;
    }

    /** Empty when there is none. */
    byte[] of(AccountId account, CodeDigest digest) {
        try {
            return Files.readAllBytes(file(account, digest));
        } catch (NoSuchFileException e) {
            return NONE;
        } catch (IOException e) {
            log.warn("Kept machine code cannot be read, it will be made anew: {}", e.toString());
            return NONE;
        }
    }

    synchronized void keep(AccountId account, CodeDigest digest, byte[] classes) {
        if (classes.length == 0 || classes.length > maxBytes) {
            return;
        }
        Path file = file(account, digest);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            var onlyUs = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(file.getParent(), PosixFilePermissions.asFileAttribute(onlyUs));
            Files.write(part, classes);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            makeRoom();
        } catch (IOException e) {
            log.warn("Machine code cannot be kept: {}", e.toString());
        }
    }

    /** The longest unchanged go first. */
    private void makeRoom() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files =
                    all.filter(Files::isRegularFile)
                            .sorted(Comparator.comparing(KeptCode::changed))
                            .toList();
        }
        long sum = 0;
        for (Path each : files.reversed()) {
            sum += Files.size(each);
            if (sum > maxBytes) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static long changed(Path file) {
        return file.toFile().lastModified();
    }

    private Path file(AccountId account, CodeDigest digest) {
        return root.resolve(account.value().toString())
                .resolve("%s.%s".formatted(digest.hex(), FORMAT));
    }
}
