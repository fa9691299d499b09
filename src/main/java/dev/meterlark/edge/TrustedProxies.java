package dev.meterlark.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;

/**
 * Takes the client's address and scheme from a proxy that is trusted, and from nobody else: from
 * the right, the first address that no trusted proxy wrote for another.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TrustedProxies extends OncePerRequestFilter {

    private final List<IpAddressMatcher> trusted;

    TrustedProxies(EdgeProperties properties) {
        this.trusted = properties.trustedProxies().stream().map(IpAddressMatcher::new).toList();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return trusted.isEmpty() || !isTrusted(request.getRemoteAddr());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new Forwarded(request, client(request), secure(request)), response);
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(m -> m.matches(address));
    }

    private String client(HttpServletRequest request) {
        String client = request.getRemoteAddr();
        String[] hops =
                String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")))
                        .split(",");
        for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
            String hop = hops[i].strip();
            if (!isLiteral(hop)) {
                break;
            }
            client = hop;
        }
        return client;
    }

    private static boolean secure(HttpServletRequest request) {
        String scheme = request.getHeader("X-Forwarded-Proto");
        return scheme == null ? request.isSecure() : scheme.equalsIgnoreCase("https");
    }

    private static boolean isLiteral(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static final class Forwarded extends HttpServletRequestWrapper {

        private final String client;
        private final boolean secure;

        Forwarded(HttpServletRequest request, String client, boolean secure) {
            super(request);
            this.client = client;
            this.secure = secure;
        }

        @Override
        public String getRemoteAddr() {
            return client;
        }

        @Override
        public String getRemoteHost() {
            return client;
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getScheme() {
            return secure ? "https" : "http";
        }

        /** Proxies keep the host's port in Host; without one it is the scheme's own. */
        @Override
        public int getServerPort() {
            String host = getHeader("Host");
            boolean named = host != null && host.matches(".*:[0-9]+");
            return named ? super.getServerPort() : secure ? 443 : 80;
        }
    }
}
