/**
 * Judges, from what a trial sandbox and the machine show, which of the controls C1 to C28 hold.
 * Reads and decides nothing by itself that a sandbox depends on.
 */
@NullMarked
package dev.meterlark.worker.sandbox.controls;

import org.jspecify.annotations.NullMarked;
