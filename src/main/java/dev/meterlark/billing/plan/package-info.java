/**
 * What accounts are on and whom invoices are addressed to: plans and their price books, which
 * account is on which plan from when, coupons, credits, billing profiles, taxes and the seller. It
 * rates nothing and issues nothing. Plans and prices change with whole hours of UTC.
 */
@NullMarked
@NamedInterface("plan")
package dev.meterlark.billing.plan;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
