package dev.meterlark.edge;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A page's handler for a dangerous step, which an open session alone does not allow: whoever asks
 * has shown lately that it is them, by passkey or password, or is asked to before it is called.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Confirmed {}
