/**
 * WebAssembly: sandboxes whose one JVM runs the modules of one account. To the pool each function
 * version still is a sandbox of its own; here it becomes a slot in its account's host. What comes
 * from a host is a tenant's word and is bounded when it is read.
 */
@NullMarked
package dev.meterlark.worker.wasm;

import org.jspecify.annotations.NullMarked;
