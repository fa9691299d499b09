/**
 * Finding a thing of the account by a piece of its name: one page, and the palette that it fills.
 * Asks each module only for what the person may see.
 */
@NullMarked
package dev.meterlark.console.search;

import org.jspecify.annotations.NullMarked;
