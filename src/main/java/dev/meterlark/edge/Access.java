package dev.meterlark.edge;

import dev.meterlark.shared.Permission;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a caller must be allowed to do to reach a handler method. A handler with neither this nor
 * {@link OpenToAnyone} is refused.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Access {

    Permission value();

    /**
     * Whether the handler itself asks for which function the caller has the permission. Else who
     * has it for some functions only reaches just the routes that name one of them as {@code name}.
     */
    boolean asksWhichFunction() default false;
}
