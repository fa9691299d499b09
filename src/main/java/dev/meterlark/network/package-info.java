/**
 * What may be reached beyond this machine in a tenant's name: the rules for addresses, which the
 * sandboxes' way out and the platform's own requests share, and the client that makes such
 * requests. Knows no account.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.meterlark.network;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
