package dev.meterlark.ingress;

import org.springframework.stereotype.Component;

import java.net.Inet6Address;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the function that host and path of a request mean. */
@Component
class Hosts {

    private static final String ROUTES = "-";

    private final RouteTable routes;
    private final AccountRoutes accounts;
    private final String domain;
    private final String suffix;
    private final Set<String> pathHosts;

    Hosts(RouteTable routes, AccountRoutes accounts, IngressProperties properties) {
        this.routes = routes;
        this.accounts = accounts;
        this.domain = properties.domain();
        this.suffix = '.' + domain;
        String bound = properties.address().getHostAddress();
        String literal = properties.address() instanceof Inet6Address ? "[" + bound + "]" : bound;
        this.pathHosts = Set.copyOf(List.of("localhost", "127.0.0.1", "[::1]", literal));
    }

    /**
     * What fits a request: a function by its own address, else a route of an account.
     *
     * @param method of the request that is asked for, where a browser asks if it may
     */
    Target find(String method, String authority, String path) {
        Target direct = find(authority, path);
        if (direct.served() != null) {
            return direct;
        }
        String host = direct.host();
        if (host.endsWith(suffix)) {
            String label = host.substring(0, host.length() - suffix.length());
            return routed(direct, label, method, path, "");
        }
        int afterAccount = path.indexOf('/', 1);
        boolean inPath = pathHosts.contains(host) || host.equals(domain);
        if (!inPath || afterAccount < 0 || !isRoutes(path, afterAccount + 1)) {
            return direct;
        }
        int end = afterAccount + 1 + ROUTES.length();
        String rest = end == path.length() ? "/" : path.substring(end);
        return routed(
                direct, path.substring(1, afterAccount), method, rest, path.substring(0, end));
    }

    private static boolean isRoutes(String path, int from) {
        int end = path.indexOf('/', from);
        return path.substring(from, end < 0 ? path.length() : end).equals(ROUTES);
    }

    private Target routed(Target direct, String slug, String method, String path, String prefix) {
        AccountRoutes.OfAccount account = accounts.of(slug);
        if (account == null) {
            return direct;
        }
        RouteTree.Match match = account.tree().find(method, path);
        Served served = match == null ? null : new Routed(account.owner(), match);
        return new Target(served, direct.host(), path, prefix, true, true);
    }

    /**
     * The function whose own address it is.
     *
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
