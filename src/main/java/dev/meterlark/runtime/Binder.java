package dev.meterlark.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Turns a JSON tree into a value of the type that a handler asks for. */
final class Binder {

    private Binder() {}

    static Object bind(Object tree, Generics type) {
        Class<?> raw = type.raw();
        if (raw == Object.class) {
            return plain(tree);
        }
        if (raw == Optional.class) {
            return Optional.ofNullable(bind(tree, type.argument(0)));
        }
        if (tree == null) {
            return absent(raw);
        }
        if (tree instanceof JsonNumber) {
            return number((JsonNumber) tree, raw);
        }
        if (tree instanceof String) {
            return text((String) tree, type);
        }
        if (tree instanceof Boolean) {
            return bool((Boolean) tree, raw);
        }
        return tree instanceof List
                ? Containers.fromList((List<?>) tree, type)
                : object(asObject(tree), type);
    }

    /** The tree with ordinary numbers, for whoever asked for no type. */
    static Object plain(Object tree) {
        if (tree instanceof JsonNumber) {
            return ((JsonNumber) tree).plain();
        }
        if (tree instanceof List) {
            List<Object> list = new ArrayList<>();
            for (Object each : (List<?>) tree) {
                list.add(plain(each));
            }
            return list;
        }
        if (tree instanceof Map) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (Map.Entry<String, Object> entry : asObject(tree).entrySet()) {
                map.put(entry.getKey(), plain(entry.getValue()));
            }
            return map;
        }
        return tree;
    }

    /** What stands for null or for nothing: zero for a primitive, an empty optional, else null. */
    static Object absent(Class<?> raw) {
        if (raw == Optional.class) {
            return Optional.empty();
        }
        if (raw == OptionalInt.class) {
            return OptionalInt.empty();
        }
        if (raw == OptionalLong.class) {
            return OptionalLong.empty();
        }
        if (raw == OptionalDouble.class) {
            return OptionalDouble.empty();
        }
        return raw.isPrimitive() && raw != void.class
                ? Array.get(Array.newInstance(raw, 1), 0)
                : null;
    }

    private static Object object(Map<String, Object> object, Generics type) {
        return Map.class.isAssignableFrom(type.raw())
                ? Containers.fromObject(object, type)
                : Construction.of(object, type);
    }

    private static Object number(JsonNumber number, Class<?> raw) {
        if (raw == int.class || raw == Integer.class) {
            return (int) number.whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (raw == long.class || raw == Long.class) {
            return number.whole(Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (raw == double.class || raw == Double.class) {
            return Double.valueOf(number.text());
        }
        if (raw == float.class || raw == Float.class) {
            return Float.valueOf(number.text());
        }
        if (raw == short.class || raw == Short.class) {
            return (short) number.whole(Short.MIN_VALUE, Short.MAX_VALUE);
        }
        if (raw == byte.class || raw == Byte.class) {
            return (byte) number.whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
        return otherNumber(number, raw);
    }

    private static Object otherNumber(JsonNumber number, Class<?> raw) {
        if (raw == BigDecimal.class) {
            return number.decimal();
        }
        if (raw == BigInteger.class) {
            return number.big();
        }
        if (raw == OptionalInt.class) {
            return OptionalInt.of((int) number.whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (raw == OptionalLong.class) {
            return OptionalLong.of(number.whole(Long.MIN_VALUE, Long.MAX_VALUE));
        }
        if (raw == OptionalDouble.class) {
            return OptionalDouble.of(Double.parseDouble(number.text()));
        }
        if (raw == Date.class) {
            return new Date(number.whole(Long.MIN_VALUE, Long.MAX_VALUE));
        }
        if (raw.isAssignableFrom(String.class)) {
            return raw == Number.class ? number.plain() : number.text();
        }
        if (raw == Number.class) {
            return number.plain();
        }
        return Containers.wrapped(number, raw, "a number");
    }

    private static Object text(String text, Generics type) {
        Class<?> raw = type.raw();
        if (raw.isAssignableFrom(String.class)) {
            return text;
        }
        if (raw == byte[].class) {
            return base64(text);
        }
        if (raw == char.class || raw == Character.class) {
            if (text.length() != 1) {
                throw misfit("a string of " + text.length() + " characters", raw);
            }
            return text.charAt(0);
        }
        if (raw == boolean.class || raw == Boolean.class) {
            if (!text.equals("true") && !text.equals("false")) {
                throw misfit("\"" + Parsing.cut(text) + "\"", raw);
            }
            return text.equals("true");
        }
        if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
            return number(Parsing.number(text, raw), raw);
        }
        return Parsing.parse(text, raw);
    }

    private static Object bool(Boolean value, Class<?> raw) {
        if (raw == boolean.class || raw.isAssignableFrom(Boolean.class)) {
            return value;
        }
        if (raw == String.class || raw == CharSequence.class) {
            return value.toString();
        }
        throw misfit(value.toString(), raw);
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new JsonException("A byte[] is written in base64: " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asObject(Object tree) {
        return (Map<String, Object>) tree;
    }

    static JsonException misfit(String found, Class<?> wanted) {
        return new JsonException("Cannot make " + wanted.getName() + " of " + found);
    }

    static boolean isConcrete(Class<?> raw) {
        return !raw.isInterface() && !Modifier.isAbstract(raw.getModifiers());
    }

    static boolean isCollection(Class<?> raw) {
        return raw.isArray() || Collection.class.isAssignableFrom(raw) || raw == Iterable.class;
    }
}
