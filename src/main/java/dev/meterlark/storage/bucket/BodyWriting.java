package dev.meterlark.storage.bucket;

import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Writes bytes: announced first, and kept by one transaction when they are on the disk and what was
 * said of them is right; otherwise deleted.
 */
@Component
class BodyWriting {

    private final StrayBodies strays;
    private final Bodies bodies;
    private final TransactionTemplate transaction;
    private final BucketProperties properties;
    private final InstantSource clock;

    BodyWriting(
            StrayBodies strays,
            Bodies bodies,
            PlatformTransactionManager transactions,
            BucketProperties properties,
            InstantSource clock) {
        this.strays = strays;
        this.bodies = bodies;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * @param most bytes that are taken
     * @param sha256 whether it is to be computed
     * @param md5 in base64; null when it is not said
     */
    record Order(
            long most, boolean sha256, @Nullable String md5, @Nullable ChecksumTerms checksum) {}

    /** What keeps the bytes, in the transaction that claims them. */
    @FunctionalInterface
    interface Keeping<T> {

        T keep(BodyId body, Measured measured);
    }

    <T> T write(Order order, InputStream bytes, Keeping<T> keeping) throws IOException {
        BodyId body = BodyId.random();
        strays.announce(body, clock.instant());
        DurableSteps.reached("object.announced");
        boolean kept = false;
        try {
            Measured measured = measured(body, order, bytes);
            requireMd5(order.md5(), measured);
            requireChecksum(order.checksum(), measured);
            T result = transaction.execute(_ -> kept(body, measured, keeping));
            kept = true;
            DurableSteps.reached("object.committed");
            return result;
        } finally {
            if (!kept) {
                strays.discard(body);
            }
        }
    }

    private <T> T kept(BodyId body, Measured measured, Keeping<T> keeping) {
        if (!strays.claim(body)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the upload took longer than %s, and its bytes are gone"
                            .formatted(properties.unfinishedFor()));
        }
        return keeping.keep(body, measured);
    }

    private Measured measured(BodyId body, Order order, InputStream bytes) throws IOException {
        ChecksumTerms checksum = order.checksum();
        var measured =
                new MeasuredStream(
                        bytes,
                        order.most(),
                        order.sha256(),
                        checksum == null ? null : checksum.algorithm());
        try {
            bodies.write(body, measured);
        } catch (MeasuredStream.TooLargeException e) {
            throw Placing.tooLarge(order.most());
        }
        return measured.measured();
    }

    private static void requireMd5(@Nullable String wanted, Measured measured) {
        if (wanted == null) {
            return;
        }
        byte[] was = HexFormat.of().parseHex(measured.md5());
        if (!Arrays.equals(decoded(wanted), was)) {
            throw wrong("MD5", Base64.getEncoder().encodeToString(was), "Content-MD5", wanted);
        }
    }

    private static void requireChecksum(@Nullable ChecksumTerms terms, Measured measured) {
        String wanted = terms == null ? null : terms.value().get();
        String was = measured.checksum();
        if (terms == null || wanted == null || was == null) {
            return;
        }
        if (!wanted.equals(was)) {
            throw wrong(terms.algorithm().name(), was, "the request", wanted);
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static RefusedException wrong(String what, String was, String where, String wanted) {
        return new RefusedException(
                ErrorCode.OBJECT_DIGEST,
                "the bytes that came have the %s %s, and %s says %s"
                        .formatted(what, was, where, Shown.text(wanted)));
    }
}
