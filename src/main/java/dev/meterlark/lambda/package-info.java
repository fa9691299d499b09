/**
 * The API of AWS's that functions and programs speak to us through AWS's own SDKs: Lambda's Invoke
 * and STS's GetCallerIdentity, as the live services answer. Owns no state beyond a request; who is
 * calling is {@code edge}'s to say, and the call is {@code invocation}'s.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "edge", "invocation", "worker"})
package dev.meterlark.lambda;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
