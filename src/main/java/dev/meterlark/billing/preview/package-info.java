/**
 * What prices would have made of usage that was: of months that are over, changing nothing. It
 * knows plans, usage and rating, and nothing of it is kept.
 */
@NullMarked
@NamedInterface("preview")
package dev.meterlark.billing.preview;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
