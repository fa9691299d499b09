/**
 * Code packages: what may be uploaded, how it is checked before anything trusts it, and the one
 * form in which it is stored. What is stored is a zip that this package wrote itself: sorted names,
 * no dates, modes 0644 and 0755 only, nothing hidden between its parts. Knows no functions and no
 * accounts.
 */
@NullMarked
package dev.meterlark.function.packages;

import org.jspecify.annotations.NullMarked;
