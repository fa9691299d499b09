/** What was used and what it costs: usage, invoices, and the operator's pages of money. */
@NullMarked
package dev.meterlark.console.money;

import org.jspecify.annotations.NullMarked;
