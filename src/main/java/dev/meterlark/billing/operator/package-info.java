/**
 * The operator's look at money over all accounts: who used and owes how much, what a month came to,
 * what is unpaid; and what they put on a next invoice, or take off it. Reads what the other parts
 * of billing write, and writes nothing itself.
 */
@NullMarked
@NamedInterface("operator")
package dev.meterlark.billing.operator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
