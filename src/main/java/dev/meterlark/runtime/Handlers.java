package dev.meterlark.runtime;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds what the handler's name means in a package. */
final class Handlers {

    private static final String REQUEST_HANDLER =
            "com.amazonaws.services.lambda.runtime.RequestHandler";
    private static final String STREAM_HANDLER =
            "com.amazonaws.services.lambda.runtime.RequestStreamHandler";

    private final TaskLoader loader;
    private final String className;
    private final String methodName;

    private Handlers(TaskLoader loader, String className, String methodName) {
        this.loader = loader;
        this.className = className;
        this.methodName = methodName;
    }

    static EventHandler find(TaskLoader loader, String handler) throws Throwable {
        int colons = handler.indexOf("::");
        String className = colons < 0 ? handler : handler.substring(0, colons);
        String methodName = colons < 0 ? "" : handler.substring(colons + 2);
        if (SpringApplicationHandler.means(loader, className, methodName)) {
            return SpringApplicationHandler.start(loader, handler.equals(className) ? handler : "");
        }
        return new Handlers(loader, className, methodName).handler();
    }

    private EventHandler handler() throws Throwable {
        Class<?> type = load();
        if (!methodName.isEmpty()) {
            return ofMethod(type);
        }
        Object instance = instantiate(type);
        EventHandler function = ofFunction(instance, Generics.of(type));
        if (function != null) {
            return function;
        }
        for (String known : new String[] {REQUEST_HANDLER, STREAM_HANDLER}) {
            Class<?> contract = contract(known);
            if (contract != null && contract.isInstance(instance)) {
                return ofContract(instance, contract);
            }
        }
        throw new RuntimeFailure(
                "Runtime.HandlerNotFound",
                className
                        + " is no java.util.function.Function, Consumer or Supplier and no"
                        + " RequestHandler or RequestStreamHandler: name a method, as in "
                        + className
                        + "::handle");
    }

    private Class<?> load() throws RuntimeFailure {
        try {
            return Class.forName(className, true, loader);
        } catch (ClassNotFoundException e) {
            throw new RuntimeFailure(
                    "java.lang.ClassNotFoundException",
                    "Class not found: "
                            + className
                            + ". The handler is a class of the package, as in com.acme.Hello or"
                            + " com.acme.Hello::method");
        } catch (LinkageError e) {
            throw new RuntimeFailure(
                    e.getClass().getName(), "Cannot load " + className + ": " + e.getMessage(), e);
        }
    }

    private EventHandler ofMethod(Class<?> type) throws Throwable {
        List<Method> methods = named(type);
        for (Method method : methods) {
            if (method.getParameterCount() == 0 && isFunctional(method.getReturnType())) {
                Object function = invoke(method, instanceFor(method, type));
                Generics declared = Generics.of(type).member(method.getGenericReturnType());
                return ofFunction(function, declared);
            }
        }
        Method method = best(type, methods);
        method.setAccessible(true);
        return MethodHandler.of(method, instanceFor(method, type), Generics.of(type));
    }

    private List<Method> named(Class<?> type) {
        List<Method> methods = new ArrayList<>();
        for (Class<?> each = type; each != null && methods.isEmpty(); each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                boolean real = !method.isBridge() && !method.isSynthetic();
                if (real && method.getName().equals(methodName)) {
                    methods.add(method);
                }
            }
        }
        if (methods.isEmpty()) {
            for (Method method : type.getMethods()) { // a default method
                if (method.getName().equals(methodName)) {
                    methods.add(method);
                }
            }
        }
        return methods;
    }

    /** Among overloads the one that takes most; Lambda's rule, with an answer to ties. */
    private Method best(Class<?> type, List<Method> methods) throws RuntimeFailure {
        Method best = null;
        boolean tie = false;
        for (Method method : methods) {
            if (!MethodHandler.fits(method)) {
                continue;
            }
            tie = best != null && method.getParameterCount() == best.getParameterCount();
            if (best == null || method.getParameterCount() > best.getParameterCount()) {
                best = method;
            }
        }
        if (best == null) {
            throw new RuntimeFailure(
                    "Runtime.HandlerNotFound",
                    (methods.isEmpty()
                            ? "No method named " + methodName + " in class " + type.getName()
                            : "No method "
                                    + methodName
                                    + " of class "
                                    + type.getName()
                                    + " has the parameters (), (event), (event, Context) or"
                                    + " (InputStream, OutputStream, Context)"));
        }
        if (tie) {
            throw new RuntimeFailure(
                    "Runtime.HandlerNotFound",
                    "Several methods named "
                            + methodName
                            + " in class "
                            + type.getName()
                            + " could be meant; give the handler a name of its own");
        }
        return best;
    }

    private EventHandler ofContract(Object instance, Class<?> contract) throws RuntimeFailure {
        Method method = contract.getMethods()[0];
        for (Method each : contract.getMethods()) {
            if (each.getName().equals("handleRequest")) {
                method = each;
            }
        }
        return MethodHandler.of(method, instance, Generics.of(instance.getClass()).as(contract));
    }

    /** Null when the object is none of the JDK's functional forms. */
    private static EventHandler ofFunction(Object instance, Generics type) {
        if (instance instanceof Function) {
            return new FunctionHandler((Function<?, ?>) instance, type);
        }
        if (instance instanceof Consumer) {
            return new ConsumerHandler((Consumer<?>) instance, type);
        }
        return instance instanceof Supplier ? new SupplierHandler((Supplier<?>) instance) : null;
    }

    private static boolean isFunctional(Class<?> type) {
        return Function.class.isAssignableFrom(type)
                || Consumer.class.isAssignableFrom(type)
                || Supplier.class.isAssignableFrom(type);
    }

    private Class<?> contract(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            return null; // not in the package: then no class of it implements it
        }
    }

    private Object instanceFor(Method method, Class<?> type) throws Throwable {
        return Modifier.isStatic(method.getModifiers()) ? null : instantiate(type);
    }

    private Object instantiate(Class<?> type) throws Throwable {
        if (!Binder.isConcrete(type)) {
            throw new RuntimeFailure(
                    "Runtime.HandlerNotFound",
                    type.getName() + " is abstract: the handler is a class that can be made");
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw new RuntimeFailure(
                    "Runtime.HandlerNotFound",
                    type.getName() + " has no constructor without parameters");
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object invoke(Method method, Object instance) throws Throwable {
        try {
            method.setAccessible(true);
            return method.invoke(instance);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
