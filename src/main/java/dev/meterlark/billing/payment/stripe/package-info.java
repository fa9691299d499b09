/**
 * Stripe as a payment provider. Nothing of its library is loaded while {@code
 * meterlark.billing.stripe.secret-key} is not set. Verifying what it tells is ours and pure; asking
 * it is its library's.
 */
@NullMarked
package dev.meterlark.billing.payment.stripe;

import org.jspecify.annotations.NullMarked;
