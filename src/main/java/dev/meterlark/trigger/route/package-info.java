/**
 * Routes: methods and paths of an account that functions and pipelines answer, on the listener of
 * functions' URLs. Rows here; what is asked there works from what this hands over, and waits for no
 * database. Instants are UTC and the node's.
 */
@NullMarked
@NamedInterface("route")
package dev.meterlark.trigger.route;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
