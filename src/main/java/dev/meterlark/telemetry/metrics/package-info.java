/**
 * What calls came to by minutes, hours and days: how many, how they ended, how long they took.
 * Summed up from the ledger when usage is, so a chart of a quarter of a year reads some hundred
 * rows. Times are those of the calls' arrival, in UTC; a call is in as soon as it is in the ledger.
 */
@NullMarked
@NamedInterface("metrics")
package dev.meterlark.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
