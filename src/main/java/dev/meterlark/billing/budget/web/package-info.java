/** Budgets over REST. */
@NullMarked
package dev.meterlark.billing.budget.web;

import org.jspecify.annotations.NullMarked;
