package dev.meterlark.edge;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A second listener of the server, on a port of the machine's loopback that nobody chooses: the
 * nodes' relays bring there what functions ask. Plain HTTP whatever the first listener speaks, as
 * nothing leaves the machine.
 */
@Component
class InnerListener implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String LOOPBACK = "127.0.0.1";

    /** As of the first listener; {@link HeaderBound} says earlier that it is too much. */
    private static final int HEADER_BYTES = 64 * 1024;

    private static final int MOST_CONNECTIONS = 8192;

    /** The relay hangs up when it wants to; the server hanging up could cross with a request. */
    private static final int KEPT_OPEN = (int) Duration.ofHours(1).toMillis();

    private volatile @Nullable Connector connector;

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        Connector inner = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
        inner.setPort(0);
        inner.setProperty("address", LOOPBACK);
        KeysInPaths.allow(inner);
        if (inner.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setExecutor(new VirtualThreadExecutor("inner-handler-"));
            http.setMaxHttpRequestHeaderSize(HEADER_BYTES);
            http.setMaxConnections(MOST_CONNECTIONS);
            http.setMaxKeepAliveRequests(-1);
            http.setKeepAliveTimeout(KEPT_OPEN);
        }
        factory.addAdditionalConnectors(inner);
        connector = inner;
    }

    /** Empty until it listens. */
    Optional<InetSocketAddress> address() {
        int port = port();
        return port > 0
                ? Optional.of(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port))
                : Optional.empty();
    }

    /** Whether it came in here, by the socket's own word. */
    boolean took(HttpServletRequest request) {
        return request.getLocalPort() == port() && LOOPBACK.equals(request.getLocalAddr());
    }

    private int port() {
        Connector inner = connector;
        return inner == null ? -1 : inner.getLocalPort();
    }
}
