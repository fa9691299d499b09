/**
 * Tables of JSON documents by key. A change is committed with its event, and events of one key come
 * in the order of its versions: whoever changes an item holds its shard's row, so the numbers of a
 * shard follow the order of commits, and a reader that has passed one has missed none below it.
 * Instants are UTC and the node's; what has expired is not there, whether it was swept or not.
 */
@NullMarked
@NamedInterface("table")
package dev.meterlark.storage.table;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
