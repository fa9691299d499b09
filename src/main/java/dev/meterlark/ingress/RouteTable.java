package dev.meterlark.ingress;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.SnapshotListener;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which function a host name or path means. Read without a lock from any thread; a route is
 * immutable and takes the place of the one before as a whole. The three kinds of names cannot be
 * taken for each other: only one has a dot, and only one a slash.
 */
@Component
class RouteTable implements SnapshotListener {

    private static final String QUALIFIES = "--";

    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    /**
     * @param label what stands before the domain, in small letters: an id, or function and account
     */
    @Nullable Route byHost(String label) {
        return routes.get(label);
    }

    /**
     * @param path {@code account/function}
     */
    @Nullable Route byPath(String path) {
        return routes.get(path);
    }

    int size() {
        return routes.size();
    }

    @Override
    public void published(FunctionSnapshot function) {
        Route route = Route.to(function);
        if (isLatest(function)) {
            routes.put(function.url().id(), route);
        }
        routes.put(hostOf(function), route);
        routes.put(pathOf(function), route);
    }

    @Override
    public void withdrawn(FunctionSnapshot function) {
        if (isLatest(function)) {
            routes.remove(function.url().id());
        }
        routes.remove(hostOf(function));
        routes.remove(pathOf(function));
    }

    private static String hostOf(FunctionSnapshot function) {
        return (nameOf(function) + '.' + function.accountSlug()).toLowerCase(Locale.ROOT);
    }

    private static String pathOf(FunctionSnapshot function) {
        return function.accountSlug() + '/' + nameOf(function);
    }

    /** As addresses have it: {@code function--version}, and without the second part the newest. */
    private static String nameOf(FunctionSnapshot function) {
        return isLatest(function)
                ? function.name()
                : function.name() + QUALIFIES + function.version();
    }

    private static boolean isLatest(FunctionSnapshot function) {
        return function.version().equals(FunctionRef.LATEST);
    }
}
