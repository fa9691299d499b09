package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Lays out the root file system of one runtime: copies of the few files it needs, so that no
 * sandbox holds an inode of the host's own libraries, and mount points for what is large.
 */
final class ImageBuilder {

    private static final String PASSWD =
            "root:x:0:0:root:/nonexistent:/usr/sbin/nologin\n"
                    + "sbx_user1051:x:1051:1051::/tmp:/bin/sh\n";
    private static final String GROUP = "root:x:0:\nsbx_user1051:x:1051:\n";
    private static final String HOSTS = "127.0.0.1 localhost sandbox\n::1 localhost\n";
    private static final String NAMES = "passwd: files\ngroup: files\nhosts: files dns\n";

    /** Nobody listens there unless the function may connect to the internet. */
    private static final String RESOLVER = "nameserver 127.0.0.1\noptions timeout:3 attempts:2\n";

    private static final Path CERTIFICATES = Path.of("/etc/ssl/certs/ca-certificates.crt");
    private static final Path ZONES = Path.of("/usr/share/zoneinfo");
    private static final Path LOCALE = Path.of("/usr/lib/locale/C.utf8");

    private final Path root;
    private final List<ReadOnlyMount> mounts = new ArrayList<>();

    private ImageBuilder(Path root) {
        this.root = root;
    }

    static ImageBuilder at(Path root) throws IOException {
        NodeFolder.makeFolder(root, "rwxr-xr-x");
        var builder = new ImageBuilder(root);
        builder.layOut();
        return builder;
    }

    Path root() {
        return root;
    }

    List<ReadOnlyMount> mounts() {
        return mounts;
    }

    private void layOut() throws IOException {
        for (String folder : new String[] {"dev", "proc", "var/task", "var/runtime", "usr/lib64"}) {
            folder(folder);
        }
        NodeFolder.makeFolder(root.resolve("tmp"), "rwxrwxrwx");
        Files.setAttribute(root.resolve("tmp"), "unix:mode", 01777, LinkOption.NOFOLLOW_LINKS);
        for (String merged : new String[] {"bin", "sbin", "lib"}) {
            folder("usr/" + merged);
            link("/" + merged, "usr/" + merged);
        }
        link("/lib64", "usr/lib64");
        text("/etc/passwd", PASSWD);
        text("/etc/group", GROUP);
        text("/etc/hosts", HOSTS);
        text("/etc/nsswitch.conf", NAMES);
        text("/etc/resolv.conf", RESOLVER);
        if (Files.isRegularFile(CERTIFICATES)) {
            copy(CERTIFICATES);
            link("/etc/ssl/cert.pem", CERTIFICATES.toString());
            link("/usr/lib/ssl/cert.pem", CERTIFICATES.toString());
            link("/usr/lib/ssl/certs", "/etc/ssl/certs");
        }
        if (Files.isDirectory(ZONES)) {
            mount(ZONES);
            link("/etc/localtime", ZONES + "/Etc/UTC");
        }
        if (Files.isDirectory(LOCALE)) {
            copyTree(LOCALE);
        }
    }

    /** A copy of the file behind the path, where the path says. */
    void copy(Path file) throws IOException {
        copy(file.toRealPath(), file.toString());
    }

    void copyAll(Collection<Path> files) throws IOException {
        for (Path file : files) {
            copy(file);
        }
    }

    /** Does nothing when there is something already. */
    void copy(Path source, String destination) throws IOException {
        Path target = inside(destination);
        if (Files.exists(target)) {
            return;
        }
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
        readable(target, Files.isExecutable(source));
    }

    private void copyTree(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            copyAll(files.filter(Files::isRegularFile).toList());
        }
    }

    /** Writes what is in our own jar. */
    void resource(String name, String destination) throws IOException {
        try (InputStream in = ImageBuilder.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("missing resource " + name);
            }
            Path target = inside(destination);
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            readable(target, false);
            // A JVM compares it with what it has written down of an earlier start.
            Files.setLastModifiedTime(target, FileTime.from(Instant.EPOCH));
        }
    }

    /** An empty folder for something that is there in some sandboxes only. */
    void mountPoint(String path) throws IOException {
        folder(Path.of("/").relativize(Path.of(path)).toString());
    }

    /** Where a file of the image lies on the machine. */
    Path at(String path) {
        return root.resolve(Path.of("/").relativize(Path.of(path)));
    }

    /** Shows a file or folder of the host at its own path. */
    void mount(Path source) throws IOException {
        mount(source.toRealPath(), source.toString());
    }

    void mount(Path source, String destination) throws IOException {
        Path target = inside(destination);
        if (Files.isDirectory(source)) {
            folder(root.relativize(target).toString());
        } else if (!Files.exists(target)) {
            Files.createFile(target);
        }
        mounts.add(new ReadOnlyMount(source, destination));
    }

    void link(String path, String target) throws IOException {
        Path link = inside(path);
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, Path.of(target));
        }
    }

    private void text(String path, String content) throws IOException {
        Path file = inside(path);
        Files.writeString(file, content, UTF_8);
        readable(file, false);
    }

    /** Through our own links of a merged {@code /usr}; the folder above is made. */
    private Path inside(String path) throws IOException {
        Path relative = Path.of("/").relativize(Path.of(path).normalize());
        Path parent = relative.getParent();
        if (parent != null) {
            folder(parent.toString());
        }
        return root.resolve(relative);
    }

    private void folder(String path) throws IOException {
        Path at = root;
        for (Path name : Path.of(path)) {
            at = at.resolve(name);
            if (!Files.isDirectory(at)) {
                NodeFolder.makeFolder(at, "rwxr-xr-x");
            }
        }
    }

    private static void readable(Path file, boolean executable) throws IOException {
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
