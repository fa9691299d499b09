/**
 * What holds a tenant's process: made, watched, frozen, ended and cleaned up. Nothing outside knows
 * how; see {@code sandbox.md} in the design for the values of its profile.
 */
@NullMarked
package dev.meterlark.worker.sandbox;

import org.jspecify.annotations.NullMarked;
