package dev.meterlark.edge;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.util.unit.DataSize;

import java.nio.file.Path;
import java.util.Set;

/**
 * Where the console and the API listen and whom they believe.
 *
 * @param hosts host names, without port, under which they are reached, besides {@code localhost},
 *     the loopback addresses and the address they are bound to
 * @param trustedProxies addresses and networks (10.0.0.0/8) whose X-Forwarded-For and
 *     X-Forwarded-Proto are believed
 * @param consoleUrl scheme, host and port under which people reach the console, for links in mails;
 *     without it what follows from the other settings
 * @param maxBody the longest body that the API reads as JSON; an event and a code package have
 *     bounds of their own
 * @param insecureHttp whether plain HTTP beyond this machine is wanted
 */
@ConfigurationProperties("meterlark")
record EdgeProperties(
        @DefaultValue Set<String> hosts,
        @DefaultValue Set<String> trustedProxies,
        @Nullable String consoleUrl,
        @DefaultValue("8MB") DataSize maxBody,
        @DefaultValue("false") boolean insecureHttp,
        @DefaultValue Tls tls) {

    /**
     * @param certificate a PEM file with the certificate and those that signed it
     * @param key a PEM file with its private key
     */
    record Tls(@Nullable Path certificate, @Nullable Path key) {

        Tls {
            if ((certificate == null) != (key == null)) {
                throw new IllegalArgumentException(
                        "meterlark.tls.certificate (%s) and meterlark.tls.key (%s) must both be set or both be left out"
                                .formatted(certificate, key));
            }
        }
    }

    EdgeProperties {
        hosts = Set.copyOf(hosts);
        trustedProxies = Set.copyOf(trustedProxies);
        if (consoleUrl != null && !consoleUrl.matches("https?://[^/?#\\s]+")) {
            throw new IllegalArgumentException(
                    "meterlark.console-url must be a scheme and host without a path, was: "
                            + consoleUrl);
        }
        if (maxBody.toBytes() < 1_024) {
            throw new IllegalArgumentException(
                    "meterlark.max-body must be at least 1KB, was: " + maxBody);
        }
        for (String host : hosts) {
            if (!host.matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]")) {
                throw new IllegalArgumentException(
                        "meterlark.hosts must be host names without scheme and port, was: " + host);
            }
        }
        for (String proxy : trustedProxies) {
            try {
                new IpAddressMatcher(proxy);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "meterlark.trusted-proxies must be addresses or networks, was: " + proxy,
                        e);
            }
        }
    }

    boolean hasTls() {
        return tls.certificate() != null;
    }

    /** Whether browsers reach the console by https, so that its cookies may insist on it. */
    boolean securedCookies() {
        return hasTls() || !trustedProxies.isEmpty();
    }
}
