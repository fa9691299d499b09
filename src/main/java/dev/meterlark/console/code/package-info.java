/**
 * A function's code: its files, an editor for them, what became of a change, and its versions'
 * differences.
 */
@NullMarked
package dev.meterlark.console.code;

import org.jspecify.annotations.NullMarked;
