/**
 * The data plane's whole view of a function: immutable records, pushed on change and read again
 * every minute.
 */
@NullMarked
@NamedInterface("snapshot")
package dev.meterlark.function.snapshot;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
