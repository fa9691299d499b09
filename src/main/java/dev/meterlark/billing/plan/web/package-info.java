/** Plans, prices, coupons, credits and billing profiles over REST. */
@NullMarked
package dev.meterlark.billing.plan.web;

import org.jspecify.annotations.NullMarked;
