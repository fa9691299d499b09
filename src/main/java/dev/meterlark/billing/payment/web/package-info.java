/** Payments over REST: the account's own, the operator's books, and what providers tell. */
@NullMarked
package dev.meterlark.billing.payment.web;

import org.jspecify.annotations.NullMarked;
