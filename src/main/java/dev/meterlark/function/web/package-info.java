/** The REST face of functions. */
@NullMarked
package dev.meterlark.function.web;

import org.jspecify.annotations.NullMarked;
