/** Calls that were: a function's list, one call with its phases, its log and its price. */
@NullMarked
package dev.meterlark.console.calls;

import org.jspecify.annotations.NullMarked;
