/**
 * What usage came to, for people and for programs: split in any way, exported whole, compared. It
 * sets no price; amounts come from {@code billing.rating}.
 */
@NullMarked
@NamedInterface("cost")
package dev.meterlark.billing.cost;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
