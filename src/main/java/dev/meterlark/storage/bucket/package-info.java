/**
 * Buckets of objects. An object's bytes lie in a store under a random id that is announced before
 * the first byte is written, so that whatever a crash leaves behind is found and deleted; the row
 * that gives them a key is committed when they are on the disk for certain. Keys are data and never
 * part of a path.
 */
@NullMarked
@NamedInterface("bucket")
package dev.meterlark.storage.bucket;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
