/**
 * How a function with {@code egress: internet} reaches the world: every connection it makes arrives
 * here, is checked by the address it was made to, and is made again by the platform to just that
 * address. Opens no network namespace and knows no sandbox.
 */
@NullMarked
package dev.meterlark.worker.sandbox.egress;

import org.jspecify.annotations.NullMarked;
