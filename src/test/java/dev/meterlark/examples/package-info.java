/** Reads the examples' descriptions, for the tests that deploy and call them. */
@NullMarked
package dev.meterlark.examples;

import org.jspecify.annotations.NullMarked;
