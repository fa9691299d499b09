/**
 * What invoices still ask for, what came in for them and went back, who collects it, and what
 * happens when nobody pays. Entries of money are written once; an invoice's paid sum is the sum of
 * its entries and never more than it asks for. Owns neither invoices nor credits. Days are those of
 * the billing zone, instants the node's.
 */
@NullMarked
@NamedInterface("payment")
package dev.meterlark.billing.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
