/**
 * Who is calling and how we answer: security chains, permissions per route, problem+json,
 * idempotency keys, rate limits, the host allow-list. It asks the port Credentials who someone is
 * and owns no account data.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "platform"})
package dev.meterlark.edge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
