package dev.meterlark.trigger.kafka;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/**
 * How connections are kept private, and who we are.
 *
 * @param tls whether they are encrypted; then the certificate is always held against the name
 * @param caCertificate in PEM, one or several; without it, those that the platform's Java trusts
 */
record Security(@Nullable Boolean tls, @Nullable String caCertificate, @Nullable Sasl sasl) {

    static final Security NONE = new Security(false, null, null);

    private static final int LONGEST = 65_536;

    Security {
        tls = tls != null && tls;
        if (caCertificate != null) {
            if (!tls) {
                throw new IllegalArgumentException(
                        "security.caCertificate is for TLS; say security.tls: true, or leave it"
                                + " out");
            }
            requireCertificates(caCertificate);
        }
    }

    boolean encrypts() {
        return Boolean.TRUE.equals(tls);
    }

    /** As Kafka calls it. */
    String protocol() {
        return (sasl == null ? "" : "SASL_") + (encrypts() ? "SSL" : "PLAINTEXT");
    }

    Security withoutPassword() {
        return sasl == null ? this : new Security(tls, caCertificate, sasl.withoutPassword());
    }

    private static void requireCertificates(String pem) {
        if (pem.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "security.caCertificate may have %d characters, has: %d"
                            .formatted(LONGEST, pem.length()));
        }
        try {
            boolean none =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            pem.getBytes(StandardCharsets.US_ASCII)))
                            .isEmpty();
            if (none) {
                throw new IllegalArgumentException(
                        "security.caCertificate holds no certificate in PEM");
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "security.caCertificate is no certificate in PEM", e);
        }
    }
}
