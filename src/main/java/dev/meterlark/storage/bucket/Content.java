package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

/**
 * What is said of an object's bytes, checked, as its row has it.
 *
 * @param metadata as JSON; null when there is none
 * @param headers as JSON; null when there are none
 */
record Content(String type, @Nullable String metadata, @Nullable String headers) {}
