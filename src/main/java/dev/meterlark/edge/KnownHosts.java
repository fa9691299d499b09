package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Answers only under names that are ours: a stranger's name that resolves to this machine would
 * make a browser take the stranger's page for one of the console's.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class KnownHosts extends OncePerRequestFilter {

    private final Set<String> known = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    private final Problems problems;

    KnownHosts(EdgeProperties properties, ServerProperties server, Problems problems) {
        this.problems = problems;
        properties.hosts().forEach(h -> known.add(h.toLowerCase(Locale.ROOT)));
        if (properties.consoleUrl() != null) {
            known.add(URI.create(properties.consoleUrl()).getHost().toLowerCase(Locale.ROOT));
        }
        InetAddress bound = server.getAddress();
        if (bound != null && !bound.isAnyLocalAddress()) {
            known.add(
                    bound instanceof Inet6Address
                            ? "[" + bound.getHostAddress() + "]"
                            : bound.getHostAddress());
        }
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getServerName();
        if (known.contains(host) || known.contains(host.toLowerCase(Locale.ROOT))) {
            chain.doFilter(request, response);
            return;
        }
        problems.write(
                Problem.of(
                        ErrorCode.HOST_UNKNOWN,
                        "The host name of this address is not one of this installation's. The"
                                + " operator names them in meterlark.hosts."),
                request,
                response);
    }
}
