package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.Readiness;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Has a JVM start in a sandbox like any other and write down, at its end, what it loaded, so that
 * the next ones start faster. Loads functions and never calls them. One at a time.
 */
final class StartTraining {

    private static final Logger log = LoggerFactory.getLogger(StartTraining.class);

    /** A heap that fits all; beside it the JVM that writes needs memory of its own. */
    private static final int HEAP_OF_MIB = 1024;

    private static final int MEMORY_MIB = 1792;
    private static final String OUTPUT = "cache";

    private final Launcher launcher;
    private final KeptStarts kept;
    private final AotProperties properties;
    private final Consumer<OciSandbox> born;

    StartTraining(
            Launcher launcher,
            KeptStarts kept,
            AotProperties properties,
            Consumer<OciSandbox> born) {
        this.launcher = launcher;
        this.kept = kept;
        this.properties = properties;
        this.born = born;
    }

    /** Lets a runtime start by what was kept of its start before, if anything. */
    synchronized void useKept(RuntimeImage image) {
        JavaCommand java = image.java();
        try {
            KeptStarts.Kept own = java == null ? null : kept.of(KeptStarts.Key.of(java));
            if (java != null && own != null) {
                Path unfinished = java.ownCache().resolveSibling("unfinished");
                Files.copy(own.cache(), unfinished, StandardCopyOption.REPLACE_EXISTING);
                Files.move(unfinished, java.ownCache(), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            log.warn("{} starts as it is: {}", image.offer().name(), e.getMessage());
        }
    }

    /** Keeps what our runtime's own start takes, for all functions, if that was not done. */
    synchronized void trainRuntime(RuntimeImage image, JavaCommand java) {
        try {
            KeptStarts.Key key = KeptStarts.Key.of(java);
            if (kept.knows(key)) {
                return;
            }
            Path folder = kept.begin(key);
            var command = java.keepingOwn(HEAP_OF_MIB, Profile.TMP + "/" + OUTPUT);
            train(Launcher.Wanted.blank(image, command, MEMORY_MIB), folder.resolve(OUTPUT));
            kept.keep(key, KeptStarts.unfinished(folder, List.of()));
            useKept(image);
        } catch (IOException | NoSandboxException e) {
            log.warn("{} starts as it is: {}", image.offer().name(), e.getMessage());
        }
    }

    /**
     * Decides by trying whether a package starts faster with what a start before wrote down than
     * from a blank sandbox, and keeps it if so.
     */
    synchronized void train(RuntimeImage image, JavaCommand java, SandboxSpec spec, Path code)
            throws IOException, NoSandboxException {
        KeptStarts.Key key = KeptStarts.Key.of(spec, java);
        if (kept.knows(key)) {
            return;
        }
        Duration without = loading(image, spec, code);
        if (without.compareTo(properties.worthwhile()) < 0) {
            kept.keepNothing(key);
            return;
        }
        KeptStarts.Kept start = write(image, java, spec, code);
        Duration with = timed(() -> launcher.startKept(image, java, spec, code, start));
        log.info("{}: {} from a blank sandbox, {} with a cache", spec.functionArn(), without, with);
        if (with.compareTo(without) < 0) {
            kept.keep(key, start);
        } else {
            kept.keepNothing(key);
        }
    }

    /** Has one start of the package written down, in a folder that is not final yet. */
    KeptStarts.Kept write(RuntimeImage image, JavaCommand java, SandboxSpec spec, Path code)
            throws IOException, NoSandboxException {
        Path folder = kept.begin(KeptStarts.Key.of(spec, java));
        List<String> classPath = PackageJars.write(code, folder, JavaCommand.KEPT);
        var command = java.keeping(HEAP_OF_MIB, classPath, Profile.TMP + "/" + OUTPUT);
        var start = KeptStarts.unfinished(folder, classPath);
        train(
                Launcher.Wanted.training(image, spec, code, command, start, MEMORY_MIB),
                start.cache());
        return start;
    }

    /** From a blank sandbox, where there can be one. */
    private Duration loading(RuntimeImage image, SandboxSpec spec, Path code)
            throws NoSandboxException, IOException {
        RuntimeImage.Ahead ahead = image.ahead();
        if (ahead == null) {
            return timed(() -> launcher.start(image, spec, code));
        }
        OciSandbox blank = launcher.startBlank(image, ahead, spec.memoryMiB());
        born.accept(blank);
        try (blank) {
            await(blank, blank.conversation().specialization());
            long begun = System.nanoTime();
            launcher.specialize(blank, spec, code);
            loaded(blank);
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private Duration timed(Start start) throws NoSandboxException, IOException {
        long begun = System.nanoTime();
        OciSandbox started = start.run();
        born.accept(started);
        try (started) {
            loaded(started);
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private void train(Launcher.Wanted wanted, Path target) throws NoSandboxException, IOException {
        OciSandbox sandbox = launcher.start(wanted);
        born.accept(sandbox);
        try (sandbox) {
            // Held open, what it writes there can be read when it has ended and writes no more.
            int tmp = Kernel.open(Path.of("/proc/%d/root".formatted(sandbox.pid()) + Profile.TMP));
            try {
                if (wanted.code() == null) {
                    await(sandbox, sandbox.conversation().specialization());
                } else {
                    loaded(sandbox);
                }
                sandbox.conversation().close(); // which it takes for its end
                get(sandbox.exit());
                take(Kernel.pathOf(tmp).resolve(OUTPUT), target, properties.bytesEach());
            } finally {
                Kernel.close(tmp);
            }
        }
    }

    /** No process of the sandbox is left; but it may have put anything there. */
    static void take(Path output, Path target, DataSize most) throws IOException {
        var found =
                Files.readAttributes(output, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile() || found.size() > most.toBytes()) {
            throw new IOException("the JVM left no file of at most %s".formatted(most));
        }
        try (InputStream in = Files.newInputStream(output, LinkOption.NOFOLLOW_LINKS);
                OutputStream out = Files.newOutputStream(target)) {
            in.transferTo(out);
        }
    }

    private void loaded(OciSandbox sandbox) throws NoSandboxException {
        Object readiness = await(sandbox, sandbox.conversation().ready());
        if (!(readiness instanceof Readiness.Ready)) {
            throw new NoSandboxException("It could not be loaded: " + readiness);
        }
    }

    private Object await(OciSandbox sandbox, CompletableFuture<?> what) throws NoSandboxException {
        var ended = sandbox.exit().thenApply(exit -> (Object) exit.explanation());
        Object first =
                get(
                        CompletableFuture.anyOf(
                                what.thenApply(done -> done == null ? what : done), ended));
        if (first instanceof String explanation) {
            throw new NoSandboxException("It ended too early: " + explanation);
        }
        return first;
    }

    private <T> T get(CompletableFuture<T> future) throws NoSandboxException {
        try {
            return future.get(properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NoSandboxException("It took longer than " + properties.timeout(), e);
        } catch (ExecutionException e) {
            throw new NoSandboxException("It failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoSandboxException("It was interrupted", e);
        }
    }

    private interface Start {
        OciSandbox run() throws NoSandboxException, IOException;
    }
}
