/**
 * The WebAssembly host inside a sandbox: one JVM that runs the modules of one account, each call in
 * an instance of its own. Compiled alone into its own jar; it knows nothing of the platform but the
 * Runtime API and the frames of {@link dev.meterlark.wasmhost.Control}. What a guest can reach is
 * written here and nowhere else: its event, its answer, its log, clocks, random numbers and files
 * in memory that end with the call.
 */
@NullMarked
package dev.meterlark.wasmhost;

import org.jspecify.annotations.NullMarked;
