/** Pages of pipelines: made of functions by one line of text, called, published and changed. */
@NullMarked
package dev.meterlark.console.pipelines;

import org.jspecify.annotations.NullMarked;
