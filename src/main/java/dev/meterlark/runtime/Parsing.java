package dev.meterlark.runtime;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;

/**
 * Makes values of strings: enums by name, and any type that says itself how it reads text, which
 * all of {@code java.time}, UUID, URI and many others do.
 */
final class Parsing {

    private static final String[] FACTORIES = {
        "parse", "fromString", "valueOf", "of", "getInstance"
    };

    private Parsing() {}

    static Object parse(String text, Class<?> type) {
        if (type.isEnum()) {
            return constant(text, type);
        }
        if (type == Date.class) {
            return Date.from((Instant) parse(text, Instant.class));
        }
        try {
            Method factory = factoryOf(type);
            if (factory != null) {
                return factory.invoke(null, text);
            }
            if (Binder.isConcrete(type)) {
                Constructor<?> constructor = type.getConstructor(String.class);
                return constructor.newInstance(text);
            }
        } catch (InvocationTargetException e) {
            throw new JsonException(
                    "Cannot make "
                            + type.getName()
                            + " of \""
                            + cut(text)
                            + "\": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new JsonException("Cannot make " + type.getName() + " of a string", e);
        }
        throw Binder.misfit("a string", type);
    }

    /** A number in quotes, as some senders write large ones. */
    static JsonNumber number(String text, Class<?> type) {
        Object tree;
        try {
            tree = JsonReader.read(text);
        } catch (JsonException e) {
            tree = null;
        }
        if (!(tree instanceof JsonNumber)) {
            throw Binder.misfit("\"" + cut(text) + "\"", type);
        }
        return (JsonNumber) tree;
    }

    static String cut(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private static Object constant(String text, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(text)) {
                return constant;
            }
        }
        throw new JsonException(
                "\""
                        + cut(text)
                        + "\" is none of "
                        + type.getName()
                        + "'s "
                        + Arrays.toString(type.getEnumConstants()));
    }

    private static Method factoryOf(Class<?> type) {
        for (String name : FACTORIES) {
            for (Method method : type.getMethods()) {
                boolean factory =
                        method.getName().equals(name)
                                && Modifier.isStatic(method.getModifiers())
                                && method.getParameterCount() == 1
                                && method.getParameterTypes()[0].isAssignableFrom(String.class)
                                && method.getParameterTypes()[0] != Object.class
                                && type.isAssignableFrom(method.getReturnType());
                if (factory) {
                    return method;
                }
            }
        }
        return null;
    }
}
