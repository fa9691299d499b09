package dev.meterlark.ingress;

import dev.meterlark.edge.Transport;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;

import org.springframework.boot.ssl.pem.PemContent;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;

/** TLS from PEM files, with HTTP/2 offered before HTTP/1.1. */
final class TlsContexts {

    private TlsContexts() {}

    /**
     * @throws IllegalStateException when the files cannot be used
     */
    static SslContext of(Transport.Certificate files) {
        try {
            PrivateKey key =
                    Objects.requireNonNull(
                            PemContent.load(files.key()).getPrivateKey(), "holds no private key");
            X509Certificate[] chain =
                    PemContent.load(files.chain())
                            .getCertificates()
                            .toArray(X509Certificate[]::new);
            return SslContextBuilder.forServer(key, chain)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(
                            new ApplicationProtocolConfig(
                                    ApplicationProtocolConfig.Protocol.ALPN,
                                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                    ApplicationProtocolConfig.SelectedListenerFailureBehavior
                                            .ACCEPT,
                                    ApplicationProtocolNames.HTTP_2,
                                    ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "meterlark.tls.certificate (%s) and meterlark.tls.key (%s) cannot be used: %s"
                            .formatted(files.chain(), files.key(), e.getMessage()),
                    e);
        }
    }
}
