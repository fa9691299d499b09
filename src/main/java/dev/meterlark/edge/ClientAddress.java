package dev.meterlark.edge;

import jakarta.servlet.http.HttpServletRequest;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a request comes from: the peer, or what a trusted proxy said of it. A handler gets it as an
 * argument.
 */
public record ClientAddress(InetAddress address) {

    public static ClientAddress of(HttpServletRequest request) {
        return new ClientAddress(InetAddress.ofLiteral(request.getRemoteAddr()));
    }

    public boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    /** What to count by: one subscriber has a whole /64 of IPv6 addresses to try from. */
    public String network() {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8)) + "/64"
                : address.getHostAddress();
    }

    @Override
    public String toString() {
        return address.getHostAddress();
    }
}
