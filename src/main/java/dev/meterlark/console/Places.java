package dev.meterlark.console;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which pages there are, as the table of routes has them: a link to one that is not would be dead.
 */
@Component
public class Places {

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    private final ObjectProvider<RequestMappingHandlerMapping> table;

    /** Read with the first page that is asked for: the table is filled after this is made. */
    private volatile @Nullable Set<String> paths;

    Places(
            @Qualifier("requestMappingHandlerMapping")
                    ObjectProvider<RequestMappingHandlerMapping> table) {
        this.table = table;
    }

    /**
     * @param path with {} where a name or an id stands
     */
    public boolean hold(String path) {
        return paths().contains(path);
    }

    Set<String> paths() {
        Set<String> known = paths;
        if (known == null) {
            known =
                    table.getObject().getHandlerMethods().entrySet().stream()
                            .filter(each -> isPage(each.getKey(), each.getValue()))
                            .flatMap(each -> each.getKey().getPatternValues().stream())
                            .map(pattern -> VARIABLE.matcher(pattern).replaceAll("{}"))
                            .collect(Collectors.toUnmodifiableSet());
            paths = known;
        }
        return known;
    }

    private static boolean isPage(RequestMappingInfo route, HandlerMethod handler) {
        return handler.getBeanType().isAnnotationPresent(Room.class)
                && route.getMethodsCondition().getMethods().contains(RequestMethod.GET);
    }
}
