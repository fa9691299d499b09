/**
 * Functions composed into pipelines: one immutable catalog of Spring Cloud Function for each
 * account and generation of its snapshots, because a shared one resolves unknown names to a lone
 * function, another account's too, and forgets nothing. Owns runs and what goes from stage to
 * stage; every call of a stage goes through the front door like any other.
 */
@NullMarked
package dev.meterlark.invocation.catalog;

import org.jspecify.annotations.NullMarked;
