package dev.meterlark.function;

import dev.meterlark.function.packages.CheckedPackage;
import dev.meterlark.function.packages.PackageCheck;
import dev.meterlark.function.packages.PackageUpload;
import dev.meterlark.function.packages.RuntimeFamily;
import dev.meterlark.platform.Blobs;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Code packages on their way in, and out when no function or version has them any more. Between a
 * package's arrival in the store and the commit that gives it to a function, none is deleted:
 * uploads share the lock, the deletion has it alone. This holds for one node, as the store on the
 * local disk does.
 */
@Service
public class Packages implements SchedulingConfigurer {

    private static final Logger log = LoggerFactory.getLogger(Packages.class);

    private static final int TRIES = 5;

    private final Functions functions;
    private final FunctionVersions versions;
    private final KeptPackages kept;
    private final ReleasedPackages released;
    private final Blobs blobs;
    private final PackageCheck check;
    private final JavaSources sources;
    private final FunctionProperties properties;
    private final InstantSource clock;
    private final ReadWriteLock store = new ReentrantReadWriteLock();

    Packages(
            Functions functions,
            FunctionVersions versions,
            KeptPackages kept,
            ReleasedPackages released,
            Blobs blobs,
            JavaSources sources,
            FunctionProperties properties,
            InstantSource clock) {
        this.functions = functions;
        this.versions = versions;
        this.kept = kept;
        this.released = released;
        this.blobs = blobs;
        this.sources = sources;
        this.check = new PackageCheck(blobs, properties.packageLimits());
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Checked before anything of it is kept; then stored, complete or not at all. It counts as
     * released from before it is there, so that it goes when no function gets it: because that was
     * refused, or because the process ended.
     */
    public Uploaded upload(Caller caller, String function, PackageUpload upload) {
        return upload(caller, function, upload, null);
    }

    /**
     * @param expected digest of the package that this one is to follow, else it is refused; null
     *     for whatever is there
     */
    public Uploaded upload(
            Caller caller, String function, PackageUpload upload, @Nullable String expected) {
        Functions.Target target = functions.target(caller, function);
        Functions.requireExpected(expected, target.code());
        PackageUpload ready = sources.compiled(caller.account(), target, upload);
        try (CheckedPackage made =
                check.check(ready, RuntimeFamily.offering(target.runtime()), target.handler())) {
            store.readLock().lock();
            try {
                CodeDigest digest =
                        blobs.put(made.file(), put -> released.add(put, clock.instant()));
                long revision = functions.takeCode(caller, function, digest, made.size(), expected);
                return new Uploaded(
                        digest.hex(), made.size(), made.unpackedSize(), made.entries(), revision);
            } finally {
                store.readLock().unlock();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("storing a package of " + function, e);
        }
    }

    /** The stored package: a zip, whatever was uploaded. */
    public InputStream download(Caller caller, String function) {
        CodeDigest code = functions.target(caller, function).code();
        if (code == null) {
            throw withoutCode(function);
        }
        return open(code);
    }

    /** Of a published version. */
    public InputStream download(Caller caller, String function, String version) {
        return open(versions.code(caller, function, version));
    }

    /**
     * Gives what the function is now a number: a version is there only when its package is whole.
     * Nothing is made when it would be the same as the newest one.
     */
    public FunctionVersions.Publication publish(
            Caller caller, String function, VersionWishes wishes) {
        for (int tries = 0; tries < TRIES; tries++) {
            CodeDigest code = functions.target(caller, function).code();
            if (code == null) {
                throw withoutCode(function);
            }
            if (wishes.digest() != null && !wishes.digest().equals(code.hex())) {
                throw new RefusedException(
                        ErrorCode.CONFLICT,
                        "the code of %s is %s, not the one that is to be published: %s"
                                .formatted(function, code, Shown.text(wishes.digest())));
            }
            requireWhole(code);
            Optional<FunctionVersions.Publication> made =
                    versions.publish(caller, function, wishes, code);
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new RefusedException(
                ErrorCode.CONFLICT,
                "the code of %s changed while it was being published; try again"
                        .formatted(function));
    }

    private void requireWhole(CodeDigest code) {
        try (InputStream bytes = blobs.open(code)) {
            if (!CodeDigest.of(bytes).equals(code)) {
                throw damaged(code, null);
            }
        } catch (IOException e) {
            throw damaged(code, e);
        }
    }

    private InputStream open(CodeDigest code) {
        try {
            return blobs.open(code);
        } catch (IOException e) {
            throw new UncheckedIOException("opening the package " + code, e);
        }
    }

    private static RefusedException damaged(CodeDigest code, @Nullable IOException why) {
        return new RefusedException(
                ErrorCode.PLATFORM_ERROR,
                "the stored package is damaged, so nothing is published; upload it again",
                "the package " + code + " is not what it was",
                why);
    }

    private static RefusedException withoutCode(String function) {
        return new RefusedException(
                ErrorCode.FUNCTION_WITHOUT_CODE,
                "the function %s has no code yet; upload a package".formatted(function));
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::deleteUnused, properties.housekeepingEvery());
    }

    /** Packages that were released long enough ago and that no function or version has. */
    void deleteUnused() {
        Instant until = clock.instant().minus(properties.unusedPackagesFor());
        for (CodeDigest digest : released.releasedBefore(until)) {
            store.writeLock().lock();
            try {
                if (!kept.has(digest)) {
                    blobs.delete(digest);
                }
                released.forget(digest, until);
            } catch (IOException | RuntimeException e) {
                log.warn("The unused package {} could not be deleted; again later", digest, e);
            } finally {
                store.writeLock().unlock();
            }
        }
    }
}
