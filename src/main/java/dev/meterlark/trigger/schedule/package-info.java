/**
 * Timers. Which instants a schedule has is arithmetic over its expression, its time zone and the
 * instants asked about; nothing of that reads a clock or a database. Every instant becomes one row
 * of the ledger, on any number of nodes: fired, with the one call that was accepted in the row's
 * own transaction, or missed, with the reason. All times are the database's.
 */
@NullMarked
@NamedInterface("schedule")
package dev.meterlark.trigger.schedule;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
