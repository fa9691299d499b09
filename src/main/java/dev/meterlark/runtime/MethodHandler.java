package dev.meterlark.runtime;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * A method of the tenant's, or of one of Lambda's interfaces: {@code ()}, {@code (event)}, {@code
 * (event, Context)}, {@code (InputStream, OutputStream)} and the same with a Context.
 */
final class MethodHandler implements EventHandler {

    private final Method method;
    private final Object instance;
    private final Class<?>[] parameters;
    private final Generics argument;
    private final boolean streams;

    private MethodHandler(Method method, Object instance, Generics owner) {
        this.method = method;
        this.instance = instance;
        this.parameters = method.getParameterTypes();
        this.streams = streams(parameters);
        this.argument =
                parameters.length == 0
                        ? Generics.of(Object.class)
                        : owner.member(method.getGenericParameterTypes()[0]);
    }

    static MethodHandler of(Method method, Object instance, Generics owner) {
        method.setAccessible(true);
        return new MethodHandler(method, instance, owner);
    }

    static boolean fits(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        switch (parameters.length) {
            case 0:
                return true;
            case 1:
                return !parameters[0].isAssignableFrom(OutputStream.class)
                        || parameters[0] == Object.class;
            case 2:
                return streams(parameters) || isContext(parameters[1]);
            case 3:
                return streams(parameters) && isContext(parameters[2]);
            default:
                return false;
        }
    }

    @Override
    public Outcome handle(Event event, AnswerOutput output) throws Throwable {
        if (streams) {
            invoke(event, new ByteArrayInputStream(event.body()), output);
            return output.whole();
        }
        if (parameters.length == 0) {
            return Conversion.outcome(invoke(event));
        }
        if (parameters.length == 1 && isContext(parameters[0])) {
            return Conversion.outcome(invoke(event));
        }
        return Conversion.outcome(invoke(event, Conversion.argument(event, argument)));
    }

    /** With the given arguments first and the context behind them, where the method wants one. */
    private Object invoke(Event event, Object... first) throws Throwable {
        Object[] arguments = new Object[parameters.length];
        System.arraycopy(first, 0, arguments, 0, first.length);
        if (first.length < parameters.length) {
            arguments[first.length] = LambdaContext.of(event, parameters[first.length]);
        }
        try {
            return method.invoke(instance, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean streams(Class<?>[] parameters) {
        return parameters.length >= 2
                && parameters[0] == InputStream.class
                && parameters[1] == OutputStream.class;
    }

    private static boolean isContext(Class<?> type) {
        return type.isInterface() && type.getSimpleName().equals("Context");
    }
}
