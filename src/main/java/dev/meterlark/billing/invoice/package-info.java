/**
 * Invoices and credit notes: what an account used and what of it was billed before, the difference
 * as lines, a number without gaps, and a snapshot that never changes. It sets no prices and
 * collects no money. Periods are months of {@code meterlark.billing.zone}; instants are UTC.
 */
@NullMarked
@NamedInterface("invoice")
package dev.meterlark.billing.invoice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
