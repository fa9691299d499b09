/**
 * What usage costs under a price book: a pure function of both. No repository, no clock; amounts
 * are exact decimals and nothing is rounded here, because rounding belongs to an invoice line.
 */
@NullMarked
package dev.meterlark.billing.rating;

import org.jspecify.annotations.NullMarked;
