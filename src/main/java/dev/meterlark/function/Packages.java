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
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Code packages on their way in, and out when no function has them any more. Between a package's
 * arrival in the store and the commit that gives it to a function, none is deleted: uploads share
 * the lock, the deletion has it alone. This holds for one node, as the store on the local disk
 * does.
 */
@Service
public class Packages implements SchedulingConfigurer {

    private static final Logger log = LoggerFactory.getLogger(Packages.class);

    private final Functions functions;
    private final FunctionRows rows;
    private final ReleasedPackages released;
    private final Blobs blobs;
    private final PackageCheck check;
    private final FunctionProperties properties;
    private final InstantSource clock;
    private final ReadWriteLock store = new ReentrantReadWriteLock();

    Packages(
            Functions functions,
            FunctionRows rows,
            ReleasedPackages released,
            Blobs blobs,
            FunctionProperties properties,
            InstantSource clock) {
        this.functions = functions;
        this.rows = rows;
        this.released = released;
        this.blobs = blobs;
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
        Functions.Target target = functions.target(caller, function);
        try (CheckedPackage made =
                check.check(upload, RuntimeFamily.offering(target.runtime()), target.handler())) {
            store.readLock().lock();
            try {
                CodeDigest digest =
                        blobs.put(made.file(), put -> released.add(put, clock.instant()));
                long revision = functions.takeCode(caller, function, digest, made.size());
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
            throw new RefusedException(
                    ErrorCode.FUNCTION_WITHOUT_CODE,
                    "the function %s has no code yet; upload a package".formatted(function));
        }
        try {
            return blobs.open(code);
        } catch (IOException e) {
            throw new UncheckedIOException("opening the package " + code, e);
        }
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::deleteUnused, properties.housekeepingEvery());
    }

    /** Packages that were released long enough ago and that no function has. */
    void deleteUnused() {
        Instant until = clock.instant().minus(properties.unusedPackagesFor());
        for (CodeDigest digest : released.releasedBefore(until)) {
            store.writeLock().lock();
            try {
                if (!rows.existsByCodeDigest(digest.hex())) {
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
