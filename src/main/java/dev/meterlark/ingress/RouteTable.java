package dev.meterlark.ingress;

import dev.meterlark.function.snapshot.AliasSnapshot;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.invocation.SnapshotListener;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which function a host name or path means. Read without a lock from any thread; a route is
 * immutable and takes the place of the one before as a whole. The three kinds of names cannot be
 * taken for each other: only one has a dot, and only one a slash. A version or alias has no route
 * of its own: who may call it is said by the function.
 */
@Component
class RouteTable implements SnapshotListener {

    private static final String QUALIFIES = "--";

    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final Set<Qualified> qualified = ConcurrentHashMap.newKeySet();

    private record Qualified(FunctionId function, String qualifier) {}

    /**
     * @param label what stands before the domain, in small letters: an id, or function and account
     */
    @Nullable Route byHost(String label) {
        int dot = label.indexOf('.');
        return find(label, 0, dot < 0 ? label.length() : dot);
    }

    /**
     * @param path {@code account/function}
     */
    @Nullable Route byPath(String path) {
        return find(path, path.indexOf('/') + 1, path.length());
    }

    /**
     * @param from where the function's name begins, which may have a qualifier behind it
     * @param to where both end
     */
    private @Nullable Route find(String address, int from, int to) {
        Route plain = routes.get(address);
        int qualifies = plain == null ? address.indexOf(QUALIFIES, from) : -1;
        if (qualifies < 0 || qualifies >= to) {
            return plain;
        }
        Route function = routes.get(address.substring(0, qualifies) + address.substring(to));
        String qualifier = address.substring(qualifies + QUALIFIES.length(), to);
        return function == null || !qualified.contains(new Qualified(function.id(), qualifier))
                ? null
                : function.to(qualifier);
    }

    int size() {
        return routes.size();
    }

    @Override
    public void published(FunctionSnapshot function) {
        if (!function.isLatest()) {
            qualified.add(new Qualified(function.function(), function.version()));
            return;
        }
        Route route = Route.to(function);
        routes.put(function.url().id(), route);
        routes.put(hostOf(function), route);
        routes.put(pathOf(function), route);
    }

    @Override
    public void withdrawn(FunctionSnapshot function) {
        if (!function.isLatest()) {
            qualified.remove(new Qualified(function.function(), function.version()));
            return;
        }
        routes.remove(function.url().id());
        routes.remove(hostOf(function));
        routes.remove(pathOf(function));
    }

    @Override
    public void published(AliasSnapshot alias) {
        qualified.add(new Qualified(alias.function(), alias.alias()));
    }

    @Override
    public void withdrawn(AliasSnapshot alias) {
        qualified.remove(new Qualified(alias.function(), alias.alias()));
    }

    private static String hostOf(FunctionSnapshot function) {
        return (function.name() + '.' + function.accountSlug()).toLowerCase(Locale.ROOT);
    }

    private static String pathOf(FunctionSnapshot function) {
        return function.accountSlug() + '/' + function.name();
    }
}
