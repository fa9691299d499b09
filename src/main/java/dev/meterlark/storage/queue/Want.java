package dev.meterlark.storage.queue;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What a receiver asks for.
 *
 * @param most messages, at least 1
 * @param visibility how long they are hidden; null for as long as the queue says
 */
record Want(int most, @Nullable Duration visibility) {}
