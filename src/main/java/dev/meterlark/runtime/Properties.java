package dev.meterlark.runtime;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What of a class is written as JSON and what is set from it. */
final class Properties {

    private static final Map<Class<?>, List<Readable>> READABLE = new ConcurrentHashMap<>();
    private static final Map<Class<?>, Map<String, Writable>> WRITABLE = new ConcurrentHashMap<>();

    private Properties() {}

    /** A record's component, a getter or a public field. */
    record Readable(String name, Method getter, Field field) {

        Object of(Object owner) {
            try {
                return getter != null ? getter.invoke(owner) : field.get(owner);
            } catch (InvocationTargetException e) {
                throw new JsonException("Reading " + name + " failed: " + e.getCause(), e);
            } catch (IllegalAccessException e) {
                throw new JsonException("Cannot read " + name + ": " + e.getMessage(), e);
            }
        }
    }

    /** A setter or a field. */
    record Writable(Type type, Method setter, Field field) {

        void set(Object owner, Object value) {
            try {
                if (setter != null) {
                    setter.invoke(owner, value);
                } else {
                    field.set(owner, value);
                }
            } catch (InvocationTargetException e) {
                throw new JsonException("Setting a property failed: " + e.getCause(), e);
            } catch (IllegalAccessException e) {
                throw new JsonException("Cannot set a property: " + e.getMessage(), e);
            }
        }
    }

    static List<Readable> readableOf(Class<?> type) {
        List<Readable> known = READABLE.get(type);
        if (known == null) {
            known = type.isRecord() ? components(type) : getters(type);
            READABLE.put(type, known);
        }
        return known;
    }

    /**
     * By name, whatever its case: Lambda's own events write {@code Records} for {@code records}.
     */
    static Map<String, Writable> writableOf(Class<?> type) {
        Map<String, Writable> known = WRITABLE.get(type);
        if (known == null) {
            known = setters(type);
            WRITABLE.put(type, known);
        }
        return known;
    }

    /**
     * The name in JSON: what a {@code JsonProperty} annotation of any library says, else its own.
     */
    static String nameOf(AnnotatedElement element, String otherwise) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("JsonProperty")) {
                try {
                    Method value = annotation.annotationType().getMethod("value");
                    String name = String.valueOf(value.invoke(annotation));
                    return name.isEmpty() ? otherwise : name;
                } catch (ReflectiveOperationException e) {
                    return otherwise;
                }
            }
        }
        return otherwise;
    }

    private static List<Readable> components(Class<?> type) {
        List<Readable> properties = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            properties.add(new Readable(nameOf(accessor, component.getName()), accessor, null));
        }
        return properties;
    }

    /** In the order of the fields, then by name: reflection promises no order of methods. */
    private static List<Readable> getters(Class<?> type) {
        Map<String, Readable> byName = new TreeMap<>();
        for (Method method : type.getMethods()) {
            String name = gettersName(method);
            if (name != null && !ignored(method)) {
                method.setAccessible(true);
                byName.put(name, new Readable(nameOf(method, name), method, null));
            }
        }
        Map<String, Readable> ordered = new LinkedHashMap<>();
        for (Field field : fieldsOf(type)) {
            String name = field.getName();
            Readable getter = byName.remove(name);
            if (ignored(field)) {
                continue;
            }
            if (getter != null) {
                String shown = nameOf(field, getter.name());
                ordered.put(name, new Readable(shown, getter.getter(), null));
            } else if (Modifier.isPublic(field.getModifiers())) {
                field.setAccessible(true);
                ordered.put(name, new Readable(nameOf(field, name), null, field));
            }
        }
        Collection<Readable> properties = ordered.values();
        List<Readable> all = new ArrayList<>(properties);
        all.addAll(byName.values());
        return all;
    }

    private static Map<String, Writable> setters(Class<?> type) {
        Map<String, Writable> exact = new LinkedHashMap<>();
        for (Field field : fieldsOf(type)) {
            if (!Modifier.isFinal(field.getModifiers()) && !ignored(field)) {
                field.setAccessible(true);
                exact.put(
                        nameOf(field, field.getName()),
                        new Writable(field.getGenericType(), null, field));
            }
        }
        for (Method method : type.getMethods()) {
            String name = method.getName();
            boolean setter =
                    name.length() > 3
                            && name.startsWith("set")
                            && method.getParameterCount() == 1
                            && !method.isBridge()
                            && !Modifier.isStatic(method.getModifiers());
            if (setter) {
                method.setAccessible(true);
                exact.put(
                        nameOf(method, decapitalized(name.substring(3))),
                        new Writable(method.getGenericParameterTypes()[0], method, null));
            }
        }
        Map<String, Writable> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(exact);
        return all;
    }

    private static String gettersName(Method method) {
        String name = method.getName();
        boolean getter =
                method.getParameterCount() == 0
                        && method.getReturnType() != void.class
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isBridge()
                        && method.getDeclaringClass() != Object.class;
        if (getter && name.length() > 3 && name.startsWith("get")) {
            return decapitalized(name.substring(3));
        }
        boolean bool = method.getReturnType() == boolean.class;
        return getter && bool && name.length() > 2 && name.startsWith("is")
                ? decapitalized(name.substring(2))
                : null;
    }

    private static boolean ignored(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("JsonIgnore")) {
                return true;
            }
        }
        return false;
    }

    private static List<Field> fieldsOf(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type;
                each != null && each != Object.class;
                each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (!Modifier.isStatic(modifiers)
                        && !Modifier.isTransient(modifiers)
                        && !field.isSynthetic()) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static String decapitalized(String name) {
        boolean acronym = name.length() > 1 && Character.isUpperCase(name.charAt(1));
        return acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
