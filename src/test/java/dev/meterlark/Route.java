package dev.meterlark;

import dev.meterlark.edge.Access;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * One route of the running application, as its own table of handlers has it.
 *
 * @param query what it needs in the address to be the one that is chosen, with its {@code ?}
 * @param consumes the media type of a body that it reads
 * @param needs null when it is open to anyone
 */
record Route(
        String method, String path, String query, String consumes, @Nullable Permission needs) {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    static List<Route> of(RequestMappingHandlerMapping table) {
        List<Route> routes = new ArrayList<>();
        table.getHandlerMethods()
                .forEach(
                        (mapping, handler) -> {
                            if (handler.getBeanType().getName().startsWith("dev.meterlark.")) {
                                routes.addAll(of(mapping, handler));
                            }
                        });
        routes.sort(Comparator.comparing(Route::path).thenComparing(Route::method));
        return routes;
    }

    private static List<Route> of(RequestMappingInfo mapping, HandlerMethod handler) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        List<Route> routes = new ArrayList<>();
        for (String path : mapping.getPatternValues()) {
            for (RequestMethod method : methods.isEmpty() ? Set.of(RequestMethod.GET) : methods) {
                routes.add(
                        new Route(
                                method.name(),
                                path,
                                query(mapping),
                                consumes(mapping),
                                needs(handler)));
            }
        }
        return routes;
    }

    /** The path as OpenAPI has it, which knows no variable over several segments. */
    String documented() {
        return path.replace("{*", "{");
    }

    boolean isForPrograms() {
        return path.startsWith("/api/");
    }

    /** AWS's own, which have tests of their own: they are asked with signatures. */
    boolean isAws() {
        return path.startsWith("/20") || path.equals("/") && method.equals("POST");
    }

    boolean isOpen() {
        return needs == null;
    }

    boolean admits(Set<Permission> permissions) {
        return needs == null || permissions.contains(needs);
    }

    boolean hasVariables() {
        return VARIABLE.matcher(path).find();
    }

    /** The address with a value for each variable. */
    String address(UnaryOperator<String> values) {
        return VARIABLE.matcher(path).replaceAll(m -> values.apply(m.group(1))) + query;
    }

    /** A request with a body that means nothing, or this one. */
    HttpRequest.Builder request(Asked asked, String address, String body) {
        HttpRequest.Builder request = asked.request(address);
        boolean reads = !method.equals("GET") && !method.equals("DELETE");
        if (reads) {
            request.header("Content-Type", consumes);
        }
        return request.method(
                method,
                reads
                        ? HttpRequest.BodyPublishers.ofString(body)
                        : HttpRequest.BodyPublishers.noBody());
    }

    @Override
    public String toString() {
        return method + " " + path + query;
    }

    private static String query(RequestMappingInfo mapping) {
        String pairs =
                String.join(
                        "&",
                        mapping.getParamsCondition().getExpressions().stream()
                                .filter(e -> !e.isNegated())
                                .map(e -> e.getName() + "=" + e.getValue())
                                .toList());
        return pairs.isEmpty() ? "" : "?" + pairs;
    }

    private static String consumes(RequestMappingInfo mapping) {
        boolean api = mapping.getPatternValues().iterator().next().startsWith("/api/");
        return mapping.getConsumesCondition().getConsumableMediaTypes().stream()
                .filter(MediaType::isConcrete)
                .map(MediaType::toString)
                .findFirst()
                .orElse(api ? "application/json" : "application/x-www-form-urlencoded");
    }

    private static @Nullable Permission needs(HandlerMethod handler) {
        Access own = handler.getMethodAnnotation(Access.class);
        Access access =
                own != null
                        ? own
                        : AnnotatedElementUtils.findMergedAnnotation(
                                handler.getBeanType(), Access.class);
        return access == null ? null : access.value();
    }
}
