package dev.meterlark.account;

import jakarta.servlet.http.HttpServletRequest;

import java.net.InetAddress;

/**
 * Where a request comes from.
 *
 * @param address the client's, an IP address
 * @param thisMachine whether it was sent on the machine itself
 */
public record Origin(String address, boolean thisMachine) {

    /**
     * A trusted proxy's forwarding headers are used up before this: the address is the real
     * client's then. When they are still there, nobody configured the proxy as trusted, and that it
     * runs on this machine says nothing about its client.
     */
    public static Origin of(HttpServletRequest request) {
        boolean forwarded =
                request.getHeader("X-Forwarded-For") != null
                        || request.getHeader("Forwarded") != null;
        String address = request.getRemoteAddr();
        return new Origin(address, !forwarded && loopback(address));
    }

    private static boolean loopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
