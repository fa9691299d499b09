package dev.meterlark.records;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is on the disk for each package that a row names. */
final class PackageRules {

    static final List<Rule> ALL =
            List.of(
                    new Rule(
                            "I27 package",
                            "a function's package is there, whole, and is what its digest says",
                            Set.of("functions"),
                            Rule.When.ALWAYS,
                            (ledgers, _) -> damaged(ledgers, "functions")),
                    new Rule(
                            "I37 package",
                            "a package that no function or version has is known, so that it will be"
                                    + " deleted",
                            Set.of("functions", "function_version", "released_package"),
                            Rule.When.ALWAYS,
                            (ledgers, _) -> unknown(ledgers)));

    private PackageRules() {}

    static List<String> damaged(Ledgers ledgers, String table) {
        Path blobs = ledgers.blobs();
        if (blobs == null) {
            return List.of();
        }
        List<String> broken = new ArrayList<>();
        ledgers.database()
                .sql(
                        "select distinct code_digest, code_bytes from %s where code_digest is not null"
                                .formatted(table))
                .query(
                        row -> {
                            String flaw = flaw(blobs, row.getString(1), row.getLong(2));
                            if (flaw != null) {
                                broken.add(flaw);
                            }
                        });
        return broken;
    }

    private static List<String> unknown(Ledgers ledgers) {
        Path blobs = ledgers.blobs();
        if (blobs == null) {
            return List.of();
        }
        Set<String> known =
                Set.copyOf(
                        ledgers.database()
                                .sql(
                                        """
                                        select code_digest from functions where code_digest is not null
                                        union select code_digest from function_version
                                        union select digest from released_package
                                        """)
                                .query(String.class)
                                .list());
        return digests(blobs).stream().filter(digest -> !known.contains(digest)).toList();
    }

    /** Those of unfinished files are none: their folder has no name of two digits. */
    private static List<String> digests(Path blobs) {
        try (Stream<Path> files = Files.walk(blobs, 2)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> blobs.relativize(file).toString().replace("/", ""))
                    .filter(name -> !name.startsWith("unfinished"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String flaw(Path blobs, String digest, long size) {
        Path file = blobs.resolve(digest.substring(0, 2)).resolve(digest.substring(2));
        try {
            if (Files.size(file) != size) {
                return "%s has %d bytes instead of %d".formatted(digest, Files.size(file), size);
            }
            String found = sha256(file);
            return found.equals(digest) ? null : "%s has the bytes of %s".formatted(digest, found);
        } catch (NoSuchFileException e) {
            return "%s is not there".formatted(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                var digest = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
