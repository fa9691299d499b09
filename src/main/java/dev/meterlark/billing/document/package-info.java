/**
 * Invoices as documents: PDF, CSV and e-invoice XML, made from what was issued and from nothing
 * else, so that the same invoice is the same bytes for ever; and the mail that brings them. Nothing
 * of it is loaded before the first document is asked for. Owns no amounts: it adds nothing up.
 */
@NullMarked
@NamedInterface("document")
package dev.meterlark.billing.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
