/**
 * Lambda's Runtime API, spoken to the runtime inside one sandbox. The listener says which sandbox
 * it is; whatever arrives on it was written by a tenant and is judged as such. Owns the protocol's
 * states, limits and bytes; knows nothing of processes, pools or prices.
 */
@NullMarked
package dev.meterlark.worker.protocol;

import org.jspecify.annotations.NullMarked;
