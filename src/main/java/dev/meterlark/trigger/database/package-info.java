/**
 * Changes of rows in databases that tenants run, read by Debezium's embedded engine from what the
 * database itself writes down (logical decoding, the binary log). Nothing of the engine is loaded
 * before the first such trigger. A position is stored after what it stands behind was accepted, so
 * a crash repeats and loses nothing.
 */
@NullMarked
package dev.meterlark.trigger.database;

import org.jspecify.annotations.NullMarked;
