/**
 * Which sandbox a call gets: reuse, new ones within the node's bounds, a fair queue when there is
 * none, and the end of those that nobody needs. Knows a sandbox only as {@code worker.sandbox}
 * describes it.
 */
@NullMarked
package dev.meterlark.worker.pool;

import org.jspecify.annotations.NullMarked;
