package dev.meterlark.runtime;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A Spring Cloud Function application, unmodified: its own Spring is started without a web server
 * and its own catalog finds and converts. All by reflection, against whichever version it brings.
 */
final class SpringApplicationHandler implements EventHandler {

    private static final String CATALOG =
            "org.springframework.cloud.function.context.FunctionCatalog";
    private static final Set<String> NOT_THE_TENANTS =
            Set.of("functionRouter", "consumerRouter", "RoutingFunction", "gatewayFunction");

    private final Object function;
    private final boolean supplier;
    private final Method builderOf;
    private final Method setHeader;
    private final Method build;
    private final Method getPayload;
    private final Method getHeaders;

    private SpringApplicationHandler(ClassLoader loader, Object function)
            throws ReflectiveOperationException {
        Class<?> builder = loader.loadClass("org.springframework.messaging.support.MessageBuilder");
        Class<?> message = loader.loadClass("org.springframework.messaging.Message");
        this.function = function;
        this.supplier = (boolean) function.getClass().getMethod("isSupplier").invoke(function);
        this.builderOf = builder.getMethod("withPayload", Object.class);
        this.setHeader = builder.getMethod("setHeader", String.class, Object.class);
        this.build = builder.getMethod("build");
        this.getPayload = message.getMethod("getPayload");
        this.getHeaders = message.getMethod("getHeaders");
    }

    /**
     * Whether the handler names a function of a Spring application rather than a class: the package
     * holds Spring Cloud Function, and the name is no class of it but the application's.
     */
    static boolean means(TaskLoader loader, String className, String methodName) {
        return methodName.isEmpty()
                && (className.isEmpty()
                        || !loader.has(className)
                        || className.equals(applicationOf(loader)))
                && loader.has(CATALOG);
    }

    static EventHandler start(TaskLoader loader, String handler) throws Throwable {
        String application = applicationOf(loader);
        if (application == null) {
            throw new RuntimeFailure(
                    "Runtime.HandlerNotFound",
                    "The package holds Spring Cloud Function but names no application: its manifest"
                            + " lacks Start-Class and Main-Class, and MAIN_CLASS is not set");
        }
        String name = handler.equals(application) ? "" : handler;
        try {
            Object context = run(loader, application);
            Object catalog = beanOf(context, loader.loadClass(CATALOG));
            String definition = definition(context, catalog, name);
            return new SpringApplicationHandler(loader, lookUp(catalog, definition));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public Outcome handle(Event event, AnswerOutput output) throws Throwable {
        Object result = supplier ? ((Supplier<?>) function).get() : apply(event);
        return outcome(awaited(result));
    }

    @SuppressWarnings("unchecked")
    private Object apply(Event event) throws ReflectiveOperationException {
        Object builder = builderOf.invoke(null, (Object) event.body());
        setHeader.invoke(builder, "contentType", event.contentType());
        setHeader.invoke(builder, "aws-request-id", event.requestId());
        return ((Function<Object, Object>) function).apply(build.invoke(builder));
    }

    /** The content of a Mono, or all of a Flux; anything else is there already. */
    private static Object awaited(Object result) throws ReflectiveOperationException {
        Class<?> type = result == null ? Object.class : result.getClass();
        for (; type != null; type = type.getSuperclass()) {
            if (type.getName().equals("reactor.core.publisher.Mono")) {
                return type.getMethod("block").invoke(result);
            }
            if (type.getName().equals("reactor.core.publisher.Flux")) {
                Object mono = type.getMethod("collectList").invoke(result);
                return awaited(mono);
            }
        }
        return result;
    }

    private Outcome outcome(Object result) throws Throwable {
        if (result instanceof List
                && !((List<?>) result).isEmpty()
                && isMessage(((List<?>) result).get(0))) {
            return joined((List<?>) result);
        }
        if (!isMessage(result)) {
            return Conversion.outcome(result);
        }
        Object payload = getPayload.invoke(result);
        Object type = ((Map<?, ?>) getHeaders.invoke(result)).get("contentType");
        String contentType = type == null ? "application/json" : type.toString();
        if (payload instanceof byte[]) {
            return new Outcome((byte[]) payload, contentType);
        }
        return payload instanceof String
                ? new Outcome(((String) payload).getBytes(StandardCharsets.UTF_8), contentType)
                : Conversion.outcome(payload);
    }

    /** A stream of JSON messages becomes one JSON array. */
    private Outcome joined(List<?> messages) throws Throwable {
        List<String> parts = new ArrayList<>();
        for (Object message : messages) {
            parts.add(new String(outcome(message).bytes(), StandardCharsets.UTF_8));
        }
        String array = "[" + String.join(",", parts) + "]";
        return Outcome.json(array.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isMessage(Object value) {
        return getPayload.getDeclaringClass().isInstance(value);
    }

    private static String applicationOf(TaskLoader loader) {
        String start = loader.manifest("Start-Class");
        String main = start != null ? start : loader.manifest("Main-Class");
        String named = System.getenv("MAIN_CLASS");
        return named != null ? named : main;
    }

    private static Object run(TaskLoader loader, String application) throws Throwable {
        Class<?> springApplication = loader.loadClass("org.springframework.boot.SpringApplication");
        Constructor<?> constructor = springApplication.getConstructor(Class[].class);
        Class<?>[] sources = {Class.forName(application, true, loader)};
        Object spring = constructor.newInstance((Object) sources);
        String[] arguments = {
            "--spring.main.web-application-type=none",
            "--spring.main.banner-mode=off",
            "--spring.jmx.enabled=false",
            "--spring.cloud.function.web.export.enabled=false"
        };
        return springApplication
                .getMethod("run", String[].class)
                .invoke(spring, (Object) arguments);
    }

    private static Object beanOf(Object context, Class<?> type)
            throws ReflectiveOperationException {
        Class<?> factory =
                type.getClassLoader().loadClass("org.springframework.beans.factory.BeanFactory");
        return factory.getMethod("getBean", Class.class).invoke(context, type);
    }

    /** The handler's name, else what the application itself defines, else its only function. */
    private static String definition(Object context, Object catalog, String handler)
            throws ReflectiveOperationException, RuntimeFailure {
        List<String> names = namesOf(catalog);
        String definition = handler;
        if (definition.isEmpty()) {
            Object environment = context.getClass().getMethod("getEnvironment").invoke(context);
            Method property = environment.getClass().getMethod("getProperty", String.class);
            Object configured = property.invoke(environment, "spring.cloud.function.definition");
            definition = configured == null ? "" : configured.toString();
        }
        if (definition.isEmpty() && names.size() == 1) {
            return names.get(0);
        }
        // An unknown name would resolve to whatever function there is, if there is only one.
        for (String part : definition.split("[|,]")) {
            if (!names.contains(part.trim())) {
                throw new RuntimeFailure(
                        "Runtime.HandlerNotFound",
                        (part.isBlank()
                                        ? "The handler names no function"
                                        : "No function " + part.trim())
                                + ": the application has "
                                + names);
            }
        }
        return definition;
    }

    private static List<String> namesOf(Object catalog) throws ReflectiveOperationException {
        Class<?> type = catalog.getClass().getClassLoader().loadClass(CATALOG);
        Set<?> all =
                (Set<?>) type.getMethod("getNames", Class.class).invoke(catalog, (Object) null);
        List<String> names = new ArrayList<>();
        for (Object name : all) {
            if (!NOT_THE_TENANTS.contains(name)) {
                names.add(name.toString());
            }
        }
        Collections.sort(names);
        return names;
    }

    private static Object lookUp(Object catalog, String definition)
            throws ReflectiveOperationException, RuntimeFailure {
        Class<?> type = catalog.getClass().getClassLoader().loadClass(CATALOG);
        Object function =
                type.getMethod("lookup", String.class, String[].class)
                        .invoke(catalog, definition, new String[] {"application/json"});
        if (function == null) {
            throw new RuntimeFailure(
                    "Runtime.HandlerNotFound", "The application cannot look up " + definition);
        }
        return function;
    }
}
