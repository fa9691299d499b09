package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Java that starts faster by what its starts before have written down. */
final class Learning {

    private static final Logger log = LoggerFactory.getLogger(Learning.class);

    private final Launcher launcher;
    private final KeptStarts kept;
    private final StartTraining training;

    /**
     * @param born is told of each sandbox before anyone else knows it
     */
    Learning(Launcher launcher, Path folder, AotProperties properties, Consumer<OciSandbox> born)
            throws IOException {
        this.launcher = launcher;
        this.kept = new KeptStarts(folder, properties.bytes().toBytes());
        this.training = new StartTraining(launcher, kept, properties, born);
    }

    /** Lets the runtimes themselves start by what was kept of them. */
    void begin(Collection<RuntimeImage> images) {
        images.forEach(training::useKept);
    }

    /** Keeps the start of each runtime that was not kept yet. Blocks for as long as that takes. */
    void trainRuntimes(Collection<RuntimeImage> images, BooleanSupplier stops) {
        for (RuntimeImage image : images) {
            JavaCommand java = image.java();
            if (java != null && java.keepsCaches() && !stops.getAsBoolean()) {
                training.trainRuntime(image, java);
            }
        }
    }

    /** Tries once whether a package gains by it. Blocks for as long as that takes. */
    void prepare(RuntimeImage image, SandboxSpec spec, Path code) throws NoSandboxException {
        JavaCommand java = image.java();
        if (java == null || !java.keepsCaches() || !FunctionEnvironment.canComeLate(spec)) {
            return;
        }
        try {
            training.train(image, java, spec, code);
        } catch (IOException e) {
            throw new NoSandboxException("Its start could not be kept: " + e.getMessage(), e);
        }
    }

    /** Null for a package that does not gain by it. */
    @Nullable OciSandbox start(RuntimeImage image, SandboxSpec spec, Path code) {
        JavaCommand java = image.java();
        if (java == null || !java.keepsCaches() || !FunctionEnvironment.canComeLate(spec)) {
            return null;
        }
        try {
            KeptStarts.Key key = KeptStarts.Key.of(spec, java);
            KeptStarts.Kept found = kept.of(key);
            if (found == null) {
                return null;
            }
            OciSandbox sandbox = launcher.startKept(image, java, spec, code, found);
            sandbox.exit().thenAccept(exit -> mistrust(key, sandbox, exit));
            return sandbox;
        } catch (NoSandboxException e) {
            log.warn("What was kept of a start could not be used", e);
            return null;
        }
    }

    /** A JVM that ended before it had loaded anything may have stumbled over what was kept. */
    private void mistrust(KeptStarts.Key key, OciSandbox sandbox, SandboxExit exit) {
        boolean early = !sandbox.conversation().ready().isDone();
        if (early && !(exit instanceof SandboxExit.EndedByPlatform)) {
            kept.keepNothing(key);
        }
    }
}
