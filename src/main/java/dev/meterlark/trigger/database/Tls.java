package dev.meterlark.trigger.database;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * How the connection is kept private.
 *
 * @param mode {@code verify-full} looks at certificate and name, {@code verify-ca} at the
 *     certificate alone, {@code require} encrypts and trusts whoever answers, {@code disable} sends
 *     all in the clear
 * @param caCertificate in PEM, one or several; without it, those that the platform's Java trusts
 */
record Tls(@Nullable String mode, @Nullable String caCertificate) {

    static final String VERIFY_FULL = "verify-full";
    static final String VERIFY_CA = "verify-ca";
    static final String REQUIRE = "require";
    static final String DISABLE = "disable";

    private static final Set<String> MODES = Set.of(VERIFY_FULL, VERIFY_CA, REQUIRE, DISABLE);
    private static final int LONGEST = 65_536;

    Tls {
        mode = mode == null ? VERIFY_FULL : mode;
        if (!MODES.contains(mode)) {
            throw new IllegalArgumentException(
                    "tls.mode is verify-full, verify-ca, require or disable, was: "
                            + Asked.shown(mode));
        }
        if (caCertificate != null) {
            if (mode.equals(REQUIRE) || mode.equals(DISABLE)) {
                throw new IllegalArgumentException(
                        "tls.caCertificate is looked at by verify-full and verify-ca, the mode is: "
                                + mode);
            }
            parsed(caCertificate);
        }
    }

    /** What holds when nothing is said. */
    static Tls strict() {
        return new Tls(VERIFY_FULL, null);
    }

    boolean encrypts() {
        return !DISABLE.equals(mode);
    }

    boolean looksAtName() {
        return VERIFY_FULL.equals(mode);
    }

    boolean looksAtCertificate() {
        return VERIFY_FULL.equals(mode) || VERIFY_CA.equals(mode);
    }

    /** Empty when none was given. */
    List<X509Certificate> authorities() {
        return caCertificate == null ? List.of() : parsed(caCertificate);
    }

    private static List<X509Certificate> parsed(String pem) {
        if (pem.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "tls.caCertificate may have %d characters, has: %d"
                            .formatted(LONGEST, pem.length()));
        }
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            pem.getBytes(StandardCharsets.US_ASCII)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("tls.caCertificate holds no certificate in PEM");
            }
            return found;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("tls.caCertificate is no certificate in PEM", e);
        }
    }
}
