/**
 * What usage costs under a price book: a pure function of both. No repository, no clock. Amounts
 * are exact fractions, and each line is rounded once, when it is a line; the price of one call and
 * a line on the invoice come from the same {@link dev.meterlark.billing.rating.Price}.
 */
@NullMarked
@NamedInterface("rating")
package dev.meterlark.billing.rating;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
