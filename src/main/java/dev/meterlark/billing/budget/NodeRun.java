package dev.meterlark.billing.budget;

/**
 * This run of the node.
 *
 * @param folder where its journal lies, and that of the runs before it
 */
record NodeRun(RunId run, RunId folder) {}
