package dev.meterlark.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;

/** A type with the meaning of the type variables inside it. */
record Generics(Type type, Map<TypeVariable<?>, Type> variables) {

    static Generics of(Type type) {
        return new Generics(type, Map.of()).resolved();
    }

    /**
     * The type that a class gives to a parameter of one of its supertypes; Object when it is raw.
     */
    static Generics argumentOf(Generics implementation, Class<?> supertype, int index) {
        Generics found = implementation.as(supertype);
        return found == null ? of(Object.class) : found.argument(index);
    }

    Class<?> raw() {
        if (type instanceof Class) {
            return (Class<?>) type;
        }
        if (type instanceof ParameterizedType) {
            return (Class<?>) ((ParameterizedType) type).getRawType();
        }
        if (type instanceof GenericArrayType) {
            return Array.newInstance(component().raw(), 0).getClass();
        }
        return Object.class;
    }

    Generics argument(int index) {
        if (type instanceof ParameterizedType) {
            return within(((ParameterizedType) type).getActualTypeArguments()[index]);
        }
        return of(Object.class);
    }

    Generics component() {
        if (type instanceof GenericArrayType) {
            return within(((GenericArrayType) type).getGenericComponentType());
        }
        return of(raw().getComponentType());
    }

    /** A member's type, read with this type's arguments: {@code T} of {@code Page<Order>}. */
    Generics member(Type member) {
        return new Generics(member, ownVariables()).resolved();
    }

    /** This type seen as one of its supertypes; null when it is none. */
    Generics as(Class<?> supertype) {
        Class<?> raw = raw();
        if (raw == supertype) {
            return this;
        }
        for (Type each : raw.getGenericInterfaces()) {
            Generics found = member(each).as(supertype);
            if (found != null) {
                return found;
            }
        }
        Type parent = raw.getGenericSuperclass();
        return parent == null ? null : member(parent).as(supertype);
    }

    private Generics within(Type inner) {
        return new Generics(inner, variables).resolved();
    }

    private Generics resolved() {
        Type current = type;
        for (int i = 0; i < 100; i++) {
            if (current instanceof WildcardType) {
                current = ((WildcardType) current).getUpperBounds()[0];
            } else if (current instanceof TypeVariable) {
                Type known = variables.get(current);
                current = known != null ? known : ((TypeVariable<?>) current).getBounds()[0];
            } else {
                return current == type ? this : new Generics(current, variables);
            }
        }
        return new Generics(Object.class, variables);
    }

    private Map<TypeVariable<?>, Type> ownVariables() {
        if (!(type instanceof ParameterizedType)) {
            return variables;
        }
        Map<TypeVariable<?>, Type> own = new HashMap<>(variables);
        TypeVariable<?>[] names = raw().getTypeParameters();
        Type[] values = ((ParameterizedType) type).getActualTypeArguments();
        for (int i = 0; i < names.length; i++) {
            // Resolved at once: a variable must never lead back to itself.
            own.put(names[i], within(values[i]).type());
        }
        return own;
    }
}
