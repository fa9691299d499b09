/**
 * Accounts, people and their memberships, roles, API keys, invitations, password resets, limits and
 * the audit log. Implements edge.Credentials. Instants are UTC.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "network", "platform", "edge"})
package dev.meterlark.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
