/**
 * Patterns that choose events, in the form that AWS's EventBridge made known. Pure: no time, no
 * database. Whoever hands out events uses it.
 */
@NullMarked
@NamedInterface("pattern")
package dev.meterlark.storage.pattern;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
