package dev.meterlark.ingress;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes of one account by path, immutable once it is built. Of several that fit, the most
 * specific wins, segment by segment from the left: a literal before a parameter before all that is
 * left; of these, the one for the method before the one for any.
 */
final class RouteTree {

    private final Node root = new Node();

    private static final class Node {

        private final Map<String, Node> literals = new HashMap<>();
        private @Nullable Node parameter;
        private final Map<String, HttpRoute> here = new HashMap<>();
        private final Map<String, HttpRoute> rest = new HashMap<>();

        private Node parameter() {
            Node there = parameter == null ? new Node() : parameter;
            parameter = there;
            return there;
        }
    }

    /**
     * @param parameters decoded, by name
     */
    record Match(HttpRoute route, Map<String, String> parameters) {}

    RouteTree(List<HttpRoute> routes) {
        routes.forEach(this::add);
    }

    private void add(HttpRoute route) {
        Node node = root;
        for (PathTemplate.Part part : route.path().parts()) {
            switch (part) {
                case PathTemplate.Part.Literal(String text) ->
                        node = node.literals.computeIfAbsent(text, _ -> new Node());
                case PathTemplate.Part.Parameter _ -> node = node.parameter();
                case PathTemplate.Part.Rest _ -> {
                    node.rest.put(route.method(), route);
                    return;
                }
            }
        }
        node.here.put(route.method(), route);
    }

    /**
     * @param path as sent, from the slash on
     * @return null when nothing fits
     */
    @Nullable Match find(String method, String path) {
        String[] segments = path.substring(1).split("/", -1);
        HttpRoute found = find(root, method, segments, 0);
        return found == null ? null : new Match(found, parameters(found, segments));
    }

    /** Goes at most as deep as there are segments in templates, and to no place twice. */
    private static @Nullable HttpRoute find(Node node, String method, String[] segments, int at) {
        if (at == segments.length) {
            return of(node.here, method);
        }
        HttpRoute found = null;
        Node literal = node.literals.get(QueryText.decodedPath(segments[at]));
        if (literal != null) {
            found = find(literal, method, segments, at + 1);
        }
        if (found == null && node.parameter != null && !segments[at].isEmpty()) {
            found = find(node.parameter, method, segments, at + 1);
        }
        return found == null ? of(node.rest, method) : found;
    }

    private static @Nullable HttpRoute of(Map<String, HttpRoute> routes, String method) {
        HttpRoute exact = routes.get(method);
        return exact == null ? routes.get(HttpRoute.ANY) : exact;
    }

    private static Map<String, String> parameters(HttpRoute route, String[] segments) {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<PathTemplate.Part> parts = route.path().parts();
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case PathTemplate.Part.Literal _ -> {}
                case PathTemplate.Part.Parameter(String name) ->
                        parameters.put(name, QueryText.decodedPath(segments[i]));
                case PathTemplate.Part.Rest(String name) -> parameters.put(name, rest(segments, i));
            }
        }
        return parameters;
    }

    private static String rest(String[] segments, int from) {
        StringBuilder rest = new StringBuilder();
        for (int i = from; i < segments.length; i++) {
            rest.append(i == from ? "" : "/").append(QueryText.decodedPath(segments[i]));
        }
        return rest.toString();
    }
}
