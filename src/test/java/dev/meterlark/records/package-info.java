/**
 * What has to hold in the ledgers after whatever happened to the platform: a checker that any test
 * may call after a run, and the runs that are made to break it.
 */
@NullMarked
package dev.meterlark.records;

import org.jspecify.annotations.NullMarked;
