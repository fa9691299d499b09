/**
 * What the platform itself stands on: the vault that seals secrets under the master key, the store
 * of blobs by digest, mail. It knows no account and no function.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared"})
package dev.meterlark.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
