/**
 * Triggers on tables: the changes of a table, in order for each key, as batches of CloudEvents. How
 * far a trigger is stands in the table's own reader, and is moved after the events were accepted,
 * so that a crash repeats some and loses none.
 */
@NullMarked
package dev.meterlark.trigger.table;

import org.jspecify.annotations.NullMarked;
