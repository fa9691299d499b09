/** The REST face of storage. */
@NullMarked
package dev.meterlark.storage.web;

import org.jspecify.annotations.NullMarked;
