package dev.meterlark.runtime;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * Loads the tenant's classes: those at the root of the package and the jars in {@code lib/}, or,
 * when the package is a Spring Boot jar, what lies in {@code BOOT-INF}. This runtime's own classes
 * are out of its sight, except where the package is on the class path with them.
 */
final class TaskLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    /**
     * Set when the package is on the class path already, in the order of here, because only then
     * the JVM can keep what it knows of its classes from one start to the next.
     */
    private static final String ON_CLASS_PATH = "meterlark.task.on-class-path";

    private final Path root;

    private TaskLoader(Path root, URL[] urls, ClassLoader parent) {
        super(urls, parent);
        this.root = root;
    }

    static TaskLoader of(String taskRoot) throws IOException {
        Path root = Path.of(taskRoot.isEmpty() ? "." : taskRoot);
        if (Boolean.getBoolean(ON_CLASS_PATH)) {
            return new TaskLoader(root, new URL[0], TaskLoader.class.getClassLoader());
        }
        List<URL> urls = new ArrayList<>();
        Path boot = root.resolve("BOOT-INF");
        if (Files.isDirectory(boot)) {
            urls.add(url(boot.resolve("classes")));
            addJars(urls, boot.resolve("lib"));
        }
        urls.add(url(root));
        addJars(urls, root.resolve("lib"));
        addJars(urls, Path.of("/opt/java/lib"));
        return new TaskLoader(root, urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    /** Where this runtime itself comes from, as a package to warm up with. */
    static TaskLoader ofThisRuntime() throws IOException {
        URL own = TaskLoader.class.getProtectionDomain().getCodeSource().getLocation();
        Path folder = Path.of(URI.create(own.toString())).resolveSibling("");
        URL[] urls = {url(folder), own};
        return new TaskLoader(folder, urls, ClassLoader.getPlatformClassLoader());
    }

    boolean has(String className) {
        String file = className.replace('.', '/') + ".class";
        return getURLs().length > 0 ? findResource(file) != null : getResource(file) != null;
    }

    /** What the package's manifest names, such as {@code Start-Class}; null when it does not. */
    String manifest(String name) {
        Path file = root.resolve("META-INF/MANIFEST.MF");
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new Manifest(in).getMainAttributes().getValue(new Attributes.Name(name));
        } catch (IOException e) {
            return null; // no manifest that anyone can read is as good as none
        }
    }

    private static void addJars(List<URL> urls, Path folder) throws IOException {
        File[] files = folder.toFile().listFiles();
        if (files == null) {
            return;
        }
        Arrays.sort(files);
        for (File file : files) {
            if (file.getName().endsWith(".jar")) {
                urls.add(url(file.toPath()));
            }
        }
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}
