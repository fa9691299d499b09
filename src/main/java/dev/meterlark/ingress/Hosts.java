package dev.meterlark.ingress;

import org.springframework.stereotype.Component;

import java.net.Inet6Address;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the function that host and path of a request mean. */
@Component
class Hosts {

    private final RouteTable routes;
    private final String domain;
    private final String suffix;
    private final Set<String> pathHosts;

    Hosts(RouteTable routes, IngressProperties properties) {
        this.routes = routes;
        this.domain = properties.domain();
        this.suffix = '.' + domain;
        String bound = properties.address().getHostAddress();
        String literal = properties.address() instanceof Inet6Address ? "[" + bound + "]" : bound;
        this.pathHosts = Set.copyOf(List.of("localhost", "127.0.0.1", "[::1]", literal));
    }

    /**
     * @param authority of the request: host and perhaps port
     * @param path as sent, from the slash on
     */
    Target find(String authority, String path) {
        String host = withoutPort(authority).toLowerCase(Locale.ROOT);
        if (host.endsWith(suffix)) {
            String label = host.substring(0, host.length() - suffix.length());
            return new Target(routes.byHost(label), host, path, "", label.indexOf('.') >= 0);
        }
        if (pathHosts.contains(host) || host.equals(domain)) {
            return inPath(host, path);
        }
        return new Target(null, host, path, "", true);
    }

    private Target inPath(String host, String path) {
        int afterAccount = path.indexOf('/', 1);
        if (afterAccount < 0) {
            return new Target(null, host, path, path, true);
        }
        int afterFunction = path.indexOf('/', afterAccount + 1);
        int end = afterFunction < 0 ? path.length() : afterFunction;
        Route route = routes.byPath(path.substring(1, end));
        String rest = end == path.length() ? "/" : path.substring(end);
        return new Target(route, host, rest, path.substring(0, end), true);
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean isPort = colon > authority.lastIndexOf(']');
        String host = isPort ? authority.substring(0, colon) : authority;
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
