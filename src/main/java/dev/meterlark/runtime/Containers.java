package dev.meterlark.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes arrays, collections and maps with elements of the declared types. */
final class Containers {

    private Containers() {}

    static Object fromList(List<?> list, Generics type) {
        Class<?> raw = type.raw();
        if (raw.isArray()) {
            return array(list, type);
        }
        Collection<Object> collection = collectionFor(raw);
        Generics seen = type.as(Collection.class);
        Generics element = seen == null ? type.argument(0) : seen.argument(0);
        for (Object each : list) {
            collection.add(Binder.bind(each, element));
        }
        return collection;
    }

    static Object fromObject(Map<String, Object> object, Generics type) {
        Generics seen = type.as(Map.class);
        Generics key = seen.argument(0);
        Generics value = seen.argument(1);
        Map<Object, Object> map = mapFor(type.raw());
        for (Map.Entry<String, Object> entry : object.entrySet()) {
            map.put(Binder.bind(entry.getKey(), key), at(entry.getKey(), entry.getValue(), value));
        }
        return map;
    }

    /** Binds a member's value; a misfit says where it is. */
    static Object at(String name, Object tree, Generics type) {
        try {
            return Binder.bind(tree, type);
        } catch (JsonException e) {
            throw new JsonException(name + ": " + e.getMessage(), e.getCause());
        }
    }

    /** A class that wraps a single value and says so with a constructor of one argument. */
    static Object wrapped(JsonNumber number, Class<?> raw, String found) {
        for (Constructor<?> constructor : raw.getConstructors()) {
            Class<?>[] parameters = constructor.getParameterTypes();
            if (parameters.length == 1
                    && (parameters[0].isPrimitive() || parameters[0] == Integer.class)) {
                Object argument = Binder.bind(number, Generics.of(parameters[0]));
                return Construction.invoke(constructor, argument);
            }
        }
        throw Binder.misfit(found, raw);
    }

    private static Object array(List<?> list, Generics type) {
        Generics component = type.component();
        Object array = Array.newInstance(component.raw(), list.size());
        for (int i = 0; i < list.size(); i++) {
            Array.set(array, i, Binder.bind(list.get(i), component));
        }
        return array;
    }

    private static Collection<Object> collectionFor(Class<?> raw) {
        if (raw.isAssignableFrom(ArrayList.class) || raw == List.class) {
            return new ArrayList<>();
        }
        if (raw == Set.class) {
            return new LinkedHashSet<>();
        }
        if (SortedSet.class.isAssignableFrom(raw) && raw.isAssignableFrom(TreeSet.class)) {
            return new TreeSet<>();
        }
        if (raw == Queue.class || raw == Deque.class) {
            return new ArrayDeque<>();
        }
        if (Binder.isConcrete(raw) && Collection.class.isAssignableFrom(raw)) {
            return cast(Construction.empty(raw));
        }
        if (raw.isAssignableFrom(LinkedHashSet.class)) {
            return new LinkedHashSet<>();
        }
        throw Binder.misfit("an array", raw);
    }

    private static Map<Object, Object> mapFor(Class<?> raw) {
        if (raw.isAssignableFrom(LinkedHashMap.class)) {
            return new LinkedHashMap<>();
        }
        if (SortedMap.class.isAssignableFrom(raw) && raw.isAssignableFrom(TreeMap.class)) {
            return new TreeMap<>();
        }
        if (Binder.isConcrete(raw)) {
            return cast(Construction.empty(raw));
        }
        throw Binder.misfit("an object", raw);
    }

    @SuppressWarnings("unchecked")
    private static <T> T cast(Object value) {
        return (T) value;
    }
}
