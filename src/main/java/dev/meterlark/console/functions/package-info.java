/** Functions: the list, a new one, one function's first page, its environment and its settings. */
@NullMarked
package dev.meterlark.console.functions;

import org.jspecify.annotations.NullMarked;
