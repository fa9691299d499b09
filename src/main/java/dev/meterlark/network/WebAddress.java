package dev.meterlark.network;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A web address that a tenant named, taken apart once: what is checked is what is connected to.
 *
 * @param host a name in small letters, or an address without brackets
 * @param path with its query, as it goes on the wire
 */
public record WebAddress(boolean tls, String host, int port, String path) {

    private static final int LONGEST = 2_048;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MOST_PORT = 65_535;

    /**
     * @throws IllegalArgumentException when it is none that could be asked, with what is wrong
     */
    public static WebAddress parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "it may have %d characters, has: %d".formatted(LONGEST, text.length()));
        }
        try {
            return of(new URI(text));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is no URL: " + e.getReason(), e);
        }
    }

    /**
     * @throws IllegalArgumentException when it is none that could be asked, with what is wrong
     */
    public static WebAddress of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !scheme.equals("http")) {
            throw new IllegalArgumentException("it must begin with https:// or http://");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("it names no host");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("it may hold neither a user nor a fragment");
        }
        int port = url.getPort() == -1 ? (tls ? HTTPS : HTTP) : url.getPort();
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException("its port must be 1 to 65535, was: " + port);
        }
        return new WebAddress(tls, host(url.getHost()), port, path(url));
    }

    /** Null when the host is a name. */
    @Nullable InetAddress literal() {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As the header {@code Host} has it. */
    String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (tls ? HTTPS : HTTP) ? name : name + ":" + port;
    }

    /** Without what may be a secret. */
    public String shown() {
        return (tls ? "https://" : "http://") + authority();
    }

    private static String host(String written) {
        String host = written.toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static String path(URI url) {
        URI ascii = URI.create(url.toASCIIString());
        String path = ascii.getRawPath() == null ? "" : ascii.getRawPath();
        String query = ascii.getRawQuery();
        return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }
}
