package dev.meterlark.function;

import dev.meterlark.function.packages.PackageUpload;
import dev.meterlark.function.packages.StoredPackage;
import dev.meterlark.platform.Blobs;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of a function's package, one by one: to be read, and to be changed as text. */
@Service
public class CodeFiles {

    private final Functions functions;
    private final FunctionVersions versions;
    private final Packages packages;
    private final Blobs blobs;
    private final FunctionProperties properties;

    CodeFiles(
            Functions functions,
            FunctionVersions versions,
            Packages packages,
            Blobs blobs,
            FunctionProperties properties) {
        this.functions = functions;
        this.versions = versions;
        this.packages = packages;
        this.blobs = blobs;
        this.properties = properties;
    }

    /**
     * By path.
     *
     * @param version a published one; null for the editable one
     */
    public CodeFileList list(
            Caller caller,
            String function,
            @Nullable String version,
            @Nullable String cursor,
            @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        CodeDigest digest = digest(caller, function, version);
        try (StoredPackage stored = StoredPackage.open(blobs, digest)) {
            List<StoredPackage.Entry> rest =
                    stored.files().stream()
                            .filter(file -> file.path().compareTo(stretch.after()) > 0)
                            .limit(stretch.most() + 1L)
                            .toList();
            return new CodeFileList(
                    digest.hex(),
                    stretch.items(rest).stream()
                            .map(file -> new CodeFileList.Item(file.path(), file.size()))
                            .toList(),
                    stretch.nextCursor(rest, StoredPackage.Entry::path));
        } catch (IOException e) {
            throw unreadable(digest, e);
        }
    }

    public CodeFile read(Caller caller, String function, @Nullable String version, String path) {
        CodeDigest digest = digest(caller, function, version);
        try (StoredPackage stored = StoredPackage.open(blobs, digest)) {
            StoredPackage.Entry file =
                    stored.find(path)
                            .orElseThrow(
                                    () ->
                                            new RefusedException(
                                                    ErrorCode.NOT_FOUND,
                                                    "the package has no file %s"
                                                            .formatted(Shown.text(path))));
            String text =
                    file.size() > properties.textSize().toBytes() ? null : text(stored.read(path));
            return new CodeFile(digest.hex(), file.path(), file.size(), text);
        } catch (IOException e) {
            throw unreadable(digest, e);
        }
    }

    /**
     * What differs between two of its packages.
     *
     * @param from a published version; null for the editable one
     * @param to likewise
     */
    public CodeComparison compare(
            Caller caller,
            String function,
            @Nullable String from,
            @Nullable String to,
            Stretch stretch) {
        CodeDigest before = digest(caller, function, from);
        CodeDigest after = digest(caller, function, to);
        try (StoredPackage old = StoredPackage.open(blobs, before);
                StoredPackage now = StoredPackage.open(blobs, after)) {
            List<CodeComparison.Item> found =
                    new ComparingCode(old, now, properties.textSize().toBytes()).differing(stretch);
            return new CodeComparison(
                    before.hex(),
                    after.hex(),
                    stretch.items(found),
                    stretch.nextCursor(found, CodeComparison.Item::path));
        } catch (IOException e) {
            throw unreadable(before, e);
        }
    }

    /**
     * Uploads the package anew with some files changed. A package that came from one file of Java
     * is compiled again.
     */
    public Uploaded change(Caller caller, String function, CodeChange change) {
        CodeDigest digest = digest(caller, function, null);
        Functions.requireExpected(change.digest(), digest);
        Map<String, byte @Nullable []> files = checked(change);
        try (StoredPackage stored = StoredPackage.open(blobs, digest)) {
            byte[] source = onlySource(stored, files);
            if (source != null) {
                String name = files.keySet().iterator().next();
                return packages.upload(
                        caller,
                        function,
                        new PackageUpload(new ByteArrayInputStream(source), name, null),
                        digest.hex());
            }
            return upload(caller, function, stored.with(files), digest);
        } catch (IOException e) {
            throw unreadable(digest, e);
        }
    }

    private Uploaded upload(Caller caller, String function, Path changed, CodeDigest before)
            throws IOException {
        try (InputStream in = Files.newInputStream(changed)) {
            return packages.upload(
                    caller,
                    function,
                    new PackageUpload(in, "changed.zip", "application/zip"),
                    before.hex());
        } finally {
            Files.deleteIfExists(changed);
        }
    }

    private Map<String, byte @Nullable []> checked(CodeChange change) {
        if (change.files() == null || change.files().isEmpty()) {
            throw invalid("files names no file to change; it maps paths to texts, null to delete");
        }
        Map<String, byte @Nullable []> files = new TreeMap<>();
        for (var each : change.files().entrySet()) {
            String text = each.getValue();
            byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
            if (bytes != null && bytes.length > properties.textSize().toBytes()) {
                throw invalid(
                        "%s has %d bytes, and a file may be changed as text up to %d; upload the package instead"
                                .formatted(
                                        Shown.text(each.getKey()),
                                        bytes.length,
                                        properties.textSize().toBytes()));
            }
            files.put(each.getKey(), bytes);
        }
        return files;
    }

    /** What a package of {@link JavaSources} is made of anew; null for any other. */
    private static byte @Nullable [] onlySource(
            StoredPackage stored, Map<String, byte @Nullable []> files) {
        boolean compiled =
                stored.files().stream()
                        .allMatch(
                                file ->
                                        file.path().endsWith(".class")
                                                || files.containsKey(file.path()));
        Map.Entry<String, byte @Nullable []> only = files.entrySet().iterator().next();
        return compiled && files.size() == 1 && JavaSources.isSource(only.getKey())
                ? only.getValue()
                : null;
    }

    private CodeDigest digest(Caller caller, String function, @Nullable String version) {
        if (version != null && !version.equals(Function.LATEST)) {
            return versions.code(caller, function, version);
        }
        CodeDigest code = functions.target(caller, function).code();
        if (code == null) {
            throw new RefusedException(
                    ErrorCode.FUNCTION_WITHOUT_CODE,
                    "the function %s has no code yet; upload a package".formatted(function));
        }
        return code;
    }

    /** Null when it is none. */
    static @Nullable String text(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }

    private static UncheckedIOException unreadable(CodeDigest digest, IOException cause) {
        return new UncheckedIOException("looking into the package " + digest, cause);
    }
}
