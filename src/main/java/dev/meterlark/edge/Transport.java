package dev.meterlark.edge;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How every listener of the platform is to be reached: by TLS, through proxies, or plainly. */
@Component
public class Transport {

    private final EdgeProperties properties;
    private final ConsoleAddress console;

    /** PEM files: the certificate with those that signed it, and its private key. */
    public record Certificate(Path chain, Path key) {}

    Transport(EdgeProperties properties, ConsoleAddress console) {
        this.properties = properties;
        this.console = console;
    }

    /** Empty when this process does not end TLS. */
    public Optional<Certificate> certificate() {
        Path chain = properties.tls().certificate();
        Path key = properties.tls().key();
        return chain == null || key == null
                ? Optional.empty()
                : Optional.of(new Certificate(chain, key));
    }

    /** Whether clients come by https, here or as far as a proxy in front. */
    public boolean secured() {
        return properties.securedCookies();
    }

    /** Whether a proxy in front ends TLS, so that clients do not see the ports of this process. */
    public boolean behindProxy() {
        return !properties.hasTls() && !properties.trustedProxies().isEmpty();
    }

    /** Under which host names, without port, browsers reach the console. */
    public Set<String> consoleHosts() {
        Set<String> hosts = new TreeSet<>(properties.hosts());
        String host = URI.create(console.url()).getHost();
        if (host != null) { // none where its name is no host's by the book: my_console
            hosts.add(host);
        }
        return hosts;
    }

    /**
     * @param key the setting that names the address
     * @param address null for every address
     * @throws IllegalStateException when others can reach it and nothing encrypts
     */
    public void refusePlainHttpBeyondThisMachine(String key, @Nullable InetAddress address) {
        boolean onlyThisMachine = address != null && address.isLoopbackAddress();
        if (!onlyThisMachine && !properties.securedCookies() && !properties.insecureHttp()) {
            throw new IllegalStateException(
                    "%s is %s, which others can reach, and passwords and keys would travel unencrypted: set meterlark.tls.certificate and meterlark.tls.key, or meterlark.trusted-proxies when a proxy in front ends TLS, or meterlark.insecure-http=true if that is what you want"
                            .formatted(
                                    key,
                                    address == null ? "every address" : address.getHostAddress()));
        }
    }
}
