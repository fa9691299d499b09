package dev.meterlark.ingress;

import dev.meterlark.edge.ClientAddress;
import dev.meterlark.edge.Proxies;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandler;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import javax.net.ssl.SSLSession;

/** Who is on the other side of a connection: the peer, or whom a trusted proxy speaks for. */
@Component
class Peers {

    private final Proxies proxies;

    Peers(Proxies proxies) {
        this.proxies = proxies;
    }

    boolean isProxy(InetAddress address) {
        return !proxies.none() && proxies.trusts(address.getHostAddress());
    }

    /** As the connection itself says. */
    Peer of(Channel connection) {
        InetSocketAddress remote = (InetSocketAddress) connection.remoteAddress();
        InetSocketAddress local = (InetSocketAddress) connection.localAddress();
        SslHandler ssl = connection.pipeline().get(SslHandler.class);
        return new Peer(
                new ClientAddress(remote.getAddress()),
                remote.getAddress().getHostAddress(),
                ssl != null,
                local.getPort(),
                ssl == null ? Peer.TlsFacts.NONE : facts(ssl.engine().getSession()));
    }

    /** As a request on it says, if a trusted proxy has sent it. */
    Peer of(Peer connection, HttpHeaders headers) {
        String address = connection.client().toString();
        if (proxies.none() || !proxies.trusts(address)) {
            return connection;
        }
        List<String> values = headers.getAll("x-forwarded-for");
        String hops = values.isEmpty() ? null : String.join(",", values);
        String scheme = headers.get("x-forwarded-proto");
        boolean secure = scheme == null ? connection.secure() : scheme.equalsIgnoreCase("https");
        return new Peer(
                new ClientAddress(InetAddress.ofLiteral(proxies.client(address, hops))),
                hops == null ? address : hops + ", " + address,
                secure,
                port(headers.get(HttpHeaderNames.HOST), secure),
                connection.tls());
    }

    /** Proxies keep the host's port in Host; without one it is the scheme's own. */
    private static int port(@Nullable String host, boolean secure) {
        int colon = host == null ? -1 : host.lastIndexOf(':');
        if (host != null && colon > host.lastIndexOf(']')) {
            try {
                return Integer.parseInt(host.substring(colon + 1));
            } catch (NumberFormatException e) {
                // Said by nobody then.
            }
        }
        return secure ? 443 : 80;
    }

    private static Peer.TlsFacts facts(SSLSession session) {
        return new Peer.TlsFacts(session.getProtocol(), session.getCipherSuite());
    }
}
