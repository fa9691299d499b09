/** What functions print: the last lines, and then live. */
@NullMarked
package dev.meterlark.console.logs;

import org.jspecify.annotations.NullMarked;
