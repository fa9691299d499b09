package dev.meterlark.platform;

import org.springframework.beans.factory.annotation.Qualifier;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The clock that all nodes have in common ({@link DatabaseClock}), for times that one node writes
 * and another compares: leases, when something is due, how long it is hidden.
 */
@Qualifier
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface OfDatabase {}
