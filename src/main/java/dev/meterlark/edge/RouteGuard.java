package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

import java.lang.annotation.Annotation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Holds each handler to what it says about who may reach it; one that says nothing is closed. */
@Component
class RouteGuard implements HandlerInterceptor {

    /** Set when the answer will hold a secret that is shown once. */
    static final String SHOWS_SECRET = ShowsSecret.class.getName();

    private final Map<HandlerMethod, Rule> rules = new ConcurrentHashMap<>();
    private final Confirming confirming;

    RouteGuard(Confirming confirming) {
        this.confirming = confirming;
    }

    private sealed interface Rule {

        record Open() implements Rule {}

        record Needs(Access access) implements Rule {}

        record AnyCredentials() implements Rule {}

        record Closed() implements Rule {}
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            return true;
        }
        if (!(handler instanceof HandlerMethod method)) {
            return isAsset(request, handler) || refuseUnknown();
        }
        if (method.hasMethodAnnotation(ShowsSecret.class)) {
            request.setAttribute(SHOWS_SECRET, true);
        }
        return switch (rules.computeIfAbsent(method, RouteGuard::rule)) {
            case Rule.Open() -> isNoFunction(request);
            case Rule.AnyCredentials() ->
                    CallerAuthentication.of(request).isPresent() || askToSignIn(request, response);
            case Rule.Closed() -> throw forbidden("This route is closed to everybody.");
            case Rule.Needs(Access access) ->
                    admits(access, request, response) && confirmed(method, request);
        };
    }

    private boolean confirmed(HandlerMethod method, HttpServletRequest request) {
        if (method.hasMethodAnnotation(Confirmed.class)) {
            confirming.require(request);
        }
        return true;
    }

    private static boolean admits(
            Access access, HttpServletRequest request, HttpServletResponse response) {
        Optional<Caller> caller = CallerAuthentication.of(request);
        if (caller.isEmpty()) {
            return askToSignIn(request, response);
        }
        if (!caller.get().may(access.value())) {
            throw forbidden(
                    "This needs the permission %s, which these credentials do not have."
                            .formatted(access.value().wireName()));
        }
        if (access.value().aboutFunctions() && !access.asksWhichFunction()) {
            requireFunction(caller.get(), access.value(), request);
        }
        return true;
    }

    /** Before anything is looked up, so that it says nothing of what there is. */
    private static void requireFunction(
            Caller caller, Permission permission, HttpServletRequest request) {
        boolean covered =
                caller.about().all()
                        || request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                                        instanceof Map<?, ?> variables
                                && variables.get("name") instanceof String name
                                && caller.about().covers(name);
        if (!covered) {
            throw forbidden(
                    "These credentials have the permission %s for some functions only, and this address is about another or about all."
                            .formatted(permission.wireName()));
        }
    }

    /** Signing up is for people. */
    private static boolean isNoFunction(HttpServletRequest request) {
        if (FunctionDoor.isThrough(request)) {
            throw forbidden("This route is not for functions.");
        }
        return true;
    }

    private static boolean askToSignIn(HttpServletRequest request, HttpServletResponse response) {
        if (Problems.isForPrograms(request.getRequestURI())) {
            throw new RefusedException(
                    ErrorCode.UNAUTHENTICATED,
                    "This needs an API key in the header 'Authorization: Bearer mlk_…'.");
        }
        if (request.getHeader("HX-Request") != null) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            response.setHeader("HX-Redirect", "/sign-in");
            return false;
        }
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, "/sign-in" + next(request));
        return false;
    }

    private static String next(HttpServletRequest request) {
        boolean comesBack =
                request.getMethod().equals("GET") && !request.getRequestURI().equals("/");
        return comesBack ? "?next=" + URLEncoder.encode(here(request), StandardCharsets.UTF_8) : "";
    }

    /** With what was searched for, as far as the way back takes it. */
    private static String here(HttpServletRequest request) {
        String path = request.getRequestURI();
        String whole = path + "?" + request.getQueryString();
        return request.getQueryString() != null && LocalPath.orHome(whole).equals(whole)
                ? whole
                : path;
    }

    private static Rule rule(HandlerMethod method) {
        Access access = annotation(method, Access.class);
        if (access != null) {
            return new Rule.Needs(access);
        }
        if (annotation(method, AnyCaller.class) != null) {
            return new Rule.AnyCredentials();
        }
        boolean open =
                annotation(method, OpenToAnyone.class) != null
                        || method.getBeanType().getPackageName().startsWith("org.springdoc.");
        return open ? new Rule.Open() : new Rule.Closed();
    }

    private static <A extends Annotation> @Nullable A annotation(
            HandlerMethod method, Class<A> type) {
        A onMethod = method.getMethodAnnotation(type);
        return onMethod != null
                ? onMethod
                : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), type);
    }

    private static boolean isAsset(HttpServletRequest request, Object handler) {
        return handler instanceof ResourceHttpRequestHandler
                && request.getRequestURI().startsWith("/assets/");
    }

    private static boolean refuseUnknown() {
        throw new RefusedException(ErrorCode.NOT_FOUND, "There is nothing at this address.");
    }

    private static RefusedException forbidden(String text) {
        return new RefusedException(ErrorCode.FORBIDDEN, text);
    }
}
