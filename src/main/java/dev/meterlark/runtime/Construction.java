package dev.meterlark.runtime;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/**
 * Makes records and beans of JSON objects. Names that the class does not have are ignored, as
 * Lambda's own runtime does.
 */
final class Construction {

    private Construction() {}

    static Object of(Map<String, Object> object, Generics type) {
        Class<?> raw = type.raw();
        if (raw.isRecord()) {
            return record(object, type);
        }
        if (!Binder.isConcrete(raw) || raw.isPrimitive() || raw.getName().startsWith("java.")) {
            throw Binder.misfit("an object", raw);
        }
        Constructor<?> empty = emptyConstructor(raw);
        if (empty == null) {
            return byParameters(object, type);
        }
        Object bean = invoke(empty);
        Map<String, Properties.Writable> properties = Properties.writableOf(raw);
        for (Map.Entry<String, Object> entry : object.entrySet()) {
            Properties.Writable property = properties.get(entry.getKey());
            if (property != null) {
                Generics declared = type.member(property.type());
                property.set(bean, Containers.at(entry.getKey(), entry.getValue(), declared));
            }
        }
        return bean;
    }

    static Object empty(Class<?> raw) {
        Constructor<?> constructor = emptyConstructor(raw);
        if (constructor == null) {
            throw new JsonException(raw.getName() + " has no constructor without parameters");
        }
        return invoke(constructor);
    }

    static Object invoke(Constructor<?> constructor, Object... arguments) {
        try {
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new JsonException(
                    "Making "
                            + constructor.getDeclaringClass().getName()
                            + " failed: "
                            + e.getCause(),
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new JsonException(
                    "Cannot make " + constructor.getDeclaringClass().getName() + ": " + e, e);
        }
    }

    private static Object record(Map<String, Object> object, Generics type) {
        Class<?> raw = type.raw();
        RecordComponent[] components = raw.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            String name = Properties.nameOf(components[i].getAccessor(), components[i].getName());
            arguments[i] =
                    Containers.at(
                            name, object.get(name), type.member(components[i].getGenericType()));
        }
        try {
            return invoke(raw.getDeclaredConstructor(types), arguments);
        } catch (NoSuchMethodException e) {
            throw new JsonException("Record " + raw.getName() + " lacks its constructor", e);
        }
    }

    /** An immutable class: one public constructor whose parameters kept their names. */
    private static Object byParameters(Map<String, Object> object, Generics type) {
        Constructor<?>[] constructors = type.raw().getConstructors();
        if (constructors.length != 1 || !constructors[0].getParameters()[0].isNamePresent()) {
            throw new JsonException(
                    "Cannot make "
                            + type.raw().getName()
                            + " of an object: make it a record, give it a constructor without"
                            + " parameters and setters, or compile with -parameters");
        }
        Parameter[] parameters = constructors[0].getParameters();
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            String name = Properties.nameOf(parameters[i], parameters[i].getName());
            Generics declared = type.member(parameters[i].getParameterizedType());
            arguments[i] = Containers.at(name, object.get(name), declared);
        }
        return invoke(constructors[0], arguments);
    }

    private static Constructor<?> emptyConstructor(Class<?> raw) {
        try {
            return raw.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
