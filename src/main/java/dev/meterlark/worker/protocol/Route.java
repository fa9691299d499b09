package dev.meterlark.worker.protocol;

/**
 * What a request line asks for. Paths are compared as they were sent: an encoded slash or a dot
 * segment is just another unknown path.
 */
sealed interface Route {

    record Ping() implements Route {}

    record Next() implements Route {}

    record Response(String id) implements Route {}

    record Error(String id) implements Route {}

    record InitError() implements Route {}

    record Specialization() implements Route {}

    record NotFound() implements Route {}

    record MethodNotAllowed() implements Route {}

    static Route of(String method, String uri) {
        String path = pathOf(uri);
        if (path.equals(Paths.SPECIALIZATION) && method.equals("GET")) {
            return new Specialization();
        }
        if (!path.startsWith(Paths.PREFIX)) {
            return new NotFound();
        }
        Route route = under(path.substring(Paths.PREFIX.length()));
        return switch (route) {
            case Ping _, Next _ -> allowed(route, method, "GET");
            case Response _, Error _, InitError _ -> allowed(route, method, "POST");
            case Specialization _, NotFound _, MethodNotAllowed _ -> route;
        };
    }

    private static Route under(String path) {
        return switch (path) {
            case "/ping" -> new Ping();
            case "/runtime/invocation/next" -> new Next();
            case "/runtime/init/error" -> new InitError();
            default -> ofInvocation(path);
        };
    }

    private static Route ofInvocation(String path) {
        if (!path.startsWith(Paths.INVOCATION)) {
            return new NotFound();
        }
        int slash = path.indexOf('/', Paths.INVOCATION.length());
        if (slash <= Paths.INVOCATION.length()) {
            return new NotFound();
        }
        String id = path.substring(Paths.INVOCATION.length(), slash);
        return switch (path.substring(slash)) {
            case "/response" -> new Response(id);
            case "/error" -> new Error(id);
            default -> new NotFound();
        };
    }

    private static Route allowed(Route route, String method, String only) {
        return method.equals(only) ? route : new MethodNotAllowed();
    }

    /** The path alone, also of the absolute form that clients behind a proxy send. */
    private static String pathOf(String uri) {
        int from = uri.startsWith("http://") ? Math.max(uri.indexOf('/', 7), 0) : 0;
        int query = uri.indexOf('?', from);
        return query < 0 ? uri.substring(from) : uri.substring(from, query);
    }

    /** Lambda's paths; restore, extensions and telemetry are not offered and so are not found. */
    final class Paths {
        static final String PREFIX = "/2018-06-01";

        /** Ours; to whoever has no business there it looks like any unknown path. */
        static final String SPECIALIZATION = "/meterlark/specialization";

        static final String INVOCATION = "/runtime/invocation/";

        private Paths() {}
    }
}
