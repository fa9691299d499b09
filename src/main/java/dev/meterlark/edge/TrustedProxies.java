package dev.meterlark.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Collections;

/** Takes the client's address and scheme from a proxy that is trusted, and from nobody else. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TrustedProxies extends OncePerRequestFilter {

    private final Proxies proxies;

    TrustedProxies(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return proxies.none() || !proxies.trusts(request.getRemoteAddr());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new Forwarded(request, client(request), secure(request)), response);
    }

    private String client(HttpServletRequest request) {
        String hops = String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")));
        return proxies.client(request.getRemoteAddr(), hops);
    }

    private static boolean secure(HttpServletRequest request) {
        String scheme = request.getHeader("X-Forwarded-Proto");
        return scheme == null ? request.isSecure() : scheme.equalsIgnoreCase("https");
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
