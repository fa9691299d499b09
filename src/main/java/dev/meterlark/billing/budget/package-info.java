/**
 * What an account may spend in a month, and what it is told of it. The hard cap: of what is left,
 * nodes lease slices, which they spend in memory; a slice is closed when what was used of it is in
 * the ledger. So what was used and every open slice, priced together, never come to more than the
 * cap. Amounts are exact; a month is one of {@link dev.meterlark.shared.BillingPeriod}.
 */
@NullMarked
@NamedInterface("budget")
package dev.meterlark.billing.budget;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
