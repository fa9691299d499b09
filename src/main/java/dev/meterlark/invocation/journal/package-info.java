/**
 * An append-only file of framed records: durable when an append returns, handed on in order until
 * taken, then deleted. A frame is {@code length, CRC32C, payload}; the checksum also covers a
 * number drawn for each file, so bytes that a tenant chose never pass for a frame. Knows nothing of
 * what a record means.
 */
@NullMarked
package dev.meterlark.invocation.journal;

import org.jspecify.annotations.NullMarked;
